// What the SDK can ask for: every constraint of Parse.Query, on values, arrays, text, places, and other objects.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, person, withBackend } from './server.mjs';

const [Country, City, Place, Everything] = ['Country', 'City', 'Place', 'Everything'].map(name => Parse.Object.extend(name));
const point = (latitude, longitude) => new Parse.GeoPoint(latitude, longitude);
const names = objects => objects.map(object => object.get('name'));
const places = () => new Parse.Query(Place).ascending('name');
const cities = () => new Parse.Query(City).ascending('name');
const found = async query => names(await query.find());

const known = {};

withBackend(async () => {
  const countries = [['Italy'], ['Norway'], ['Fiji']].map(([name]) => new Country({ name }));
  const [italy, norway, fiji] = await Parse.Object.saveAll(countries);
  const cities = [
    new City({ name: 'Rome', population: 2800000, country: italy }),
    new City({ name: 'Pisa', population: 90000, country: italy }),
    new City({ name: 'Oslo', population: 700000, country: norway }),
    new City({ name: 'Suva', population: 94000, country: fiji }),
    new City({ name: 'Atlantis', population: 0 }),
  ];
  const [rome, pisa, oslo, suva] = await Parse.Object.saveAll(cities);
  await rome.save({ twins: [oslo] });
  await oslo.save({ twins: [rome, suva] });
  const zone = new Parse.Polygon([[41.8, 12.4], [41.8, 12.6], [42, 12.6], [42, 12.4]]);
  await Parse.Object.saveAll([
    new Place({ name: 'Forum', about: 'Ruins of ancient Rome.', tags: ['old', 'stone'], location: point(41.892, 12.485), city: rome, zone }),
    new Place({ name: 'Tower', about: 'It leans, and is made of stone.', tags: ['old', 'tall', 'stone'], location: point(43.723, 10.396), city: pisa }),
    new Place({ name: 'Opera', about: 'Música, a roof to walk on.', tags: ['new'], location: point(59.907, 10.753), city: oslo }),
    new Place({ name: 'Museum (old)', about: 'Boats 100% of the time', tags: [], location: point(-18.149, 178.426), city: suva }),
    new Place({ name: 'Nowhere' }),
  ]);
  Object.assign(known, { italy, rome, pisa, oslo, suva });
});

test('values', async () => {
  const { rome } = known;
  assert.deepEqual(await found(places().equalTo('city', rome)), ['Forum']);
  assert.deepEqual(await found(places().notEqualTo('city', rome).exists('city')), ['Museum (old)', 'Opera', 'Tower']);
  assert.deepEqual(await found(places().doesNotExist('location')), ['Nowhere']);
  assert.deepEqual(await found(cities().greaterThan('population', 90000).lessThanOrEqualTo('population', 700000)), ['Oslo', 'Suva']);
  assert.deepEqual(await found(cities().containedIn('name', ['Rome', 'Oslo', 'Bonn'])), ['Oslo', 'Rome']);
  assert.deepEqual(await found(cities().containedIn('country', [known.italy])), ['Pisa', 'Rome']);
});

test('arrays', async () => {
  assert.deepEqual(await found(places().equalTo('tags', 'old')), ['Forum', 'Tower']);
  assert.deepEqual(await found(places().containsAll('tags', ['stone', 'old'])), ['Forum', 'Tower']);
  assert.deepEqual(await found(places().containsAll('tags', ['stone', 'tall'])), ['Tower']);
  assert.deepEqual(await found(places().containsAllStartingWith('tags', ['ol', 'ta'])), ['Tower']);
  assert.deepEqual(await found(places().containedBy('tags', ['old', 'stone', 'new'])), ['Forum', 'Museum (old)', 'Opera']);
  assert.deepEqual(await found(places().containedIn('tags', ['new', 'tall'])), ['Opera', 'Tower']);
  assert.deepEqual(await found(cities().equalTo('twins', known.suva)), ['Oslo']);
});

test('text', async () => {
  assert.deepEqual(await found(places().startsWith('name', 'Museum (')), ['Museum (old)']);
  assert.deepEqual(await found(places().endsWith('about', 'stone.')), ['Tower']);
  assert.deepEqual(await found(places().contains('about', '100%')), ['Museum (old)']);
  assert.deepEqual(await found(places().matches('name', /^o/i)), ['Opera']);
  assert.deepEqual(await found(places().matches('name', '^(forum|tower)$', 'i')), ['Forum', 'Tower']);
  assert.deepEqual(await found(places().contains('about', '\\E')), []);
  await assert.rejects(places().matches('name', '(?=x)').find(), code(102));
  assert.deepEqual(await found(places().fullText('about', 'stone')), ['Tower']);
  assert.deepEqual(await found(places().fullText('about', 'musica')), ['Opera']);
  assert.deepEqual(await found(places().fullText('about', 'musica', { diacriticSensitive: true })), []);
  const scored = await new Parse.Query(Place).fullText('about', 'rome').ascending('$score').select('name', '$score').find();
  assert.deepEqual(names(scored), ['Forum']);
  assert.ok(scored[0].get('score') > 0);
});

test('places', async () => {
  const near = () => new Parse.Query(Place);
  const venice = point(45.44, 12.33);
  assert.deepEqual(await found(near().near('location', venice)), ['Tower', 'Forum', 'Opera', 'Museum (old)']);
  assert.deepEqual(await found(near().withinKilometers('location', venice, 400)), ['Tower', 'Forum']);
  assert.deepEqual(await found(near().withinMiles('location', venice, 180)), ['Tower']);
  assert.deepEqual(await found(near().withinRadians('location', venice, 0.3)), ['Tower', 'Forum', 'Opera']);
  assert.deepEqual(await found(places().withinKilometers('location', venice, 400, false)), ['Forum', 'Tower']);
  assert.deepEqual(await found(places().withinGeoBox('location', point(40, 10), point(44, 13))), ['Forum', 'Tower']);
  const triangle = [point(40, 5), point(46, 11), point(40, 20)];
  assert.deepEqual(await found(places().withinPolygon('location', triangle)), ['Forum', 'Tower']);
  assert.deepEqual(await found(places().polygonContains('zone', point(41.9, 12.5))), ['Forum']);
  assert.deepEqual(await found(places().polygonContains('zone', point(41.9, 13.5))), []);
});

test('what other queries find', async () => {
  const italian = () => cities().matchesQuery('country', new Parse.Query(Country).equalTo('name', 'Italy'));
  assert.deepEqual(await found(italian()), ['Pisa', 'Rome']);
  assert.deepEqual(await found(places().matchesQuery('city', italian())), ['Forum', 'Tower']);
  assert.deepEqual(await found(places().doesNotMatchQuery('city', italian())), ['Museum (old)', 'Nowhere', 'Opera']);
  assert.deepEqual(await found(cities().matchesQuery('twins', cities().equalTo('name', 'Rome'))), ['Oslo']);
  const largest = new Parse.Query(City).descending('population').limit(2);
  assert.deepEqual(await found(places().matchesQuery('city', largest)), ['Forum', 'Opera']);
  await new Everything({ text: 'Oslo', list: ['Pisa', 'Suva'] }).save();
  const texts = new Parse.Query(Everything).exists('text');
  assert.deepEqual(await found(cities().matchesKeyInQuery('name', 'text', texts)), ['Oslo']);
  assert.deepEqual(await found(cities().doesNotMatchKeyInQuery('name', 'text', texts)), ['Atlantis', 'Pisa', 'Rome', 'Suva']);
  const holding = new Parse.Query(Everything).matchesKeyInQuery('list', 'name', cities().equalTo('name', 'Suva'));
  assert.equal(await holding.count(), 1);
});

test('relations', async () => {
  const [one, two, three] = await Parse.Object.saveAll(['one', 'two', 'three'].map(text => new Everything({ text })));
  one.relation('friends').add([two, three]);
  await one.save();
  const texts = objects => objects.map(object => object.get('text'));
  const friends = one.relation('friends').query();
  assert.deepEqual(texts(await friends.ascending('text').find()), ['three', 'two']);
  assert.deepEqual(texts(await friends.equalTo('text', 'two').find()), ['two']);
  assert.deepEqual(texts(await new Parse.Query(Everything).equalTo('friends', three).find()), ['one']);
  const someone = await person('Ann');
  one.relation('people').add(someone.user);
  await one.save();
  // Only she may read herself.
  assert.equal((await one.relation('people').query().find()).length, 0);
  assert.equal((await one.relation('people').query().find(someone.as)).length, 1);
});

test('one of several, all of them, none of them', async () => {
  const [large, twinned] = [cities().greaterThan('population', 1000000), cities().exists('twins')];
  const { Query } = Parse;
  assert.deepEqual(await found(Query.or(large, twinned).ascending('name')), ['Oslo', 'Rome']);
  assert.deepEqual(await found(Query.and(large, twinned).ascending('name')), ['Rome']);
  assert.deepEqual(await found(Query.nor(large, twinned).ascending('name')), ['Atlantis', 'Pisa', 'Suva']);
});

test('what is inside of an object', async () => {
  const data = [{ size: { width: 3 }, tags: ['x'] }, { size: { width: 5 }, lines: [{ sku: 'k', count: 2 }] }];
  const [small, large] = await Parse.Object.saveAll(data.map(data => new Everything({ data, flag: true })));
  const ids = async query => (await query.equalTo('flag', true).find()).map(({ id }) => id);
  const query = () => new Parse.Query(Everything);
  assert.deepEqual(await ids(query().equalTo('data.size.width', 3)), [small.id]);
  assert.deepEqual(await ids(query().greaterThan('data.size.width', 3)), [large.id]);
  assert.deepEqual(await ids(query().equalTo('data.tags', 'x')), [small.id]);
  assert.deepEqual(await ids(query().equalTo('data.lines.0.sku', 'k')), [large.id]);
  assert.deepEqual(await ids(query().exists('data.size').descending('data.size.width')), [large.id, small.id]);
});

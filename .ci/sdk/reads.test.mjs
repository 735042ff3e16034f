// Reads: what objects point at, how much of each, counts, pages to the end, aggregates.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parse, code, person, withBackend } from './server.mjs';

const [Country, City, Place, Parcel, Everything, Task] = ['Country', 'City', 'Place', 'Parcel', 'Everything', 'Task'].map(
  name => Parse.Object.extend(name),
);
const master = { useMasterKey: true };
let country, cities, places;

withBackend(async () => {
  country = await new Country({ name: 'Portugal' }).save();
  cities = ['Porto', 'Faro'].map((name, index) => new City({ name, country, population: 230000 - index * 170000 }));
  await Parse.Object.saveAll(cities);
  await cities[0].save({ twins: [cities[1], cities[0]] });
  await country.save({ capital: cities[0] });
  places = ['quay', 'tower', 'beach'].map(
    (name, index) => new Place({ name, about: `a ${name}`, city: cities[index % 2], tags: ['old', name] }),
  );
  await Parse.Object.saveAll(places);
  const parcel = { size: { width: 1, height: 1 }, lines: places.map((place, quantity) => ({ place, quantity: quantity + 1 })) };
  await new Parcel(parcel).save();
});

test('include follows Pointers as far as it says', async () => {
  const quay = await new Parse.Query(Place).include('city.country.capital', 'city.twins').equalTo('name', 'quay').first();
  const city = quay.get('city');
  assert.ok(city.isDataAvailable());
  assert.equal(city.get('name'), 'Porto');
  assert.equal(city.get('country').get('capital').get('name'), 'Porto');
  assert.deepEqual(city.get('twins').map(twin => twin.get('name')), ['Faro', 'Porto']);
  const plain = await new Parse.Query(Place).get(quay.id);
  assert.equal(plain.get('city').id, city.id);
});

test('include reaches into Arrays of Objects', async () => {
  const parcel = await new Parse.Query(Parcel).include('lines.place.city').first();
  const lines = parcel.get('lines').map(({ place, quantity }) => [place.get('name'), place.get('city').get('name'), quantity]);
  assert.deepEqual(lines, [['quay', 'Porto', 1], ['tower', 'Faro', 2], ['beach', 'Porto', 3]]);
});

test('includeAll and fetchWithInclude', async () => {
  const quay = await new Parse.Query(Place).includeAll().equalTo('name', 'quay').first();
  assert.equal(quay.get('city').get('population'), 230000);
  const tower = await Place.createWithoutData(places[1].id).fetchWithInclude(['city.country']);
  assert.equal(tower.get('city').get('country').get('name'), 'Portugal');
});

test('what another may not read is not included', async () => {
  const [ana, bob] = [await person('ana'), await person('bob')];
  const thing = await new Everything({ text: 'of', person: ana.user }).save(null, master);
  const query = () => new Parse.Query(Everything).include('person').equalTo('text', 'of');
  assert.equal((await query().first(ana.as)).get('person').get('username'), 'ana');
  assert.equal((await query().first(bob.as)).get('person'), undefined);
  assert.equal((await query().first()).get('person'), undefined);
  await thing.destroy(master);
});

test('select and exclude, of what is included too', async () => {
  const query = () => new Parse.Query(Place).equalTo('name', 'quay');
  const selected = await query().select('name', 'city.name').first();
  assert.deepEqual(Object.keys(selected.attributes).sort(), ['city', 'createdAt', 'name', 'updatedAt']);
  const city = selected.toJSON().city;
  assert.deepEqual([city.name, city.population, city.country], ['Porto', undefined, undefined]);
  const excluded = await query().exclude('about', 'tags').first();
  assert.deepEqual([excluded.get('about'), excluded.get('tags'), excluded.get('name')], [undefined, undefined, 'quay']);
});

test('counts are right, also of nothing', async () => {
  assert.equal(await new Parse.Query(Place).count(), 3);
  assert.equal(await new Parse.Query(Place).equalTo('name', 'nowhere').count(), 0);
  const { results, count } = await new Parse.Query(Place).limit(2).withCount().find();
  assert.deepEqual([results.length, count], [2, 3]);
});

test('each, eachBatch and findAll see every object once', async () => {
  const things = Array.from({ length: 250 }, (_, number) => new Everything({ text: 'many', number }));
  await Parse.Object.saveAll(things);
  const query = () => new Parse.Query(Everything).equalTo('text', 'many');
  const numbers = [...Array(250).keys()];
  const seen = [];
  await query().each(thing => void seen.push(thing.get('number')));
  assert.deepEqual(seen.sort((one, other) => one - other), numbers);
  const batches = [];
  await query().eachBatch(batch => void batches.push(batch.length), { batchSize: 100 });
  assert.deepEqual(batches, [100, 100, 50]);
  assert.equal((await query().findAll({ batchSize: 30 })).length, 250);
  const sums = [];
  await query().map(thing => thing.get('number')).then(all => sums.push(all.length));
  const sum = await query().reduce((total, thing) => total + thing.get('number'), 0);
  assert.deepEqual([sums[0], sum], [250, (249 * 250) / 2]);
});

test('a Relation that does not know its class yet finds it', async () => {
  const [one, other] = [new Everything({ text: 'one' }), new Everything({ text: 'other' })];
  await Parse.Object.saveAll([one, other]);
  one.relation('friends').add(other);
  await one.save();
  const relation = new Parse.Relation(one, 'friends');
  const [found] = await relation.query().find();
  assert.deepEqual([found.id, found.className], [other.id, 'Everything']);
});

test('distinct values, for the master alone', async () => {
  const query = () => new Parse.Query(Place);
  assert.deepEqual(await query().distinct('name'), ['beach', 'quay', 'tower']);
  assert.deepEqual(await query().distinct('tags'), ['beach', 'old', 'quay', 'tower']);
  assert.deepEqual(await query().notEqualTo('name', 'quay').distinct('name'), ['beach', 'tower']);
  const found = await query().distinct('city');
  assert.deepEqual(found.map(city => city.objectId).sort(), cities.map(city => city.id).sort());
});

test('an aggregate groups, sums and sorts', async () => {
  const pipeline = [
    { $group: { _id: '$country', cities: { $sum: 1 }, people: { $sum: '$population' }, largest: { $max: '$population' } } },
    { $sort: { people: -1 } },
  ];
  const [totals] = await new Parse.Query(City).aggregate(pipeline);
  assert.deepEqual(totals, { objectId: country.id, cities: 2, people: 290000, largest: 230000 });
  const [few] = await new Parse.Query(City).lessThan('population', 100000).aggregate(pipeline);
  assert.deepEqual([few.cities, few.people], [1, 60000]);
  const sold = await new Parse.Query(Parcel).aggregate([
    { $unwind: '$lines' },
    { $group: { _id: null, quantity: { $sum: '$lines.quantity' } } },
  ]);
  assert.deepEqual(sold, [{ objectId: null, quantity: 6 }]);
  const projected = await new Parse.Query(City).aggregate([{ $sort: { population: 1, name: 1 } }, { $project: { name: 1 } }]);
  assert.deepEqual(projected.map(({ name }) => name), ['Faro', 'Porto']);
  await assert.rejects(new Parse.Query(City).aggregate([{ $nope: {} }]), code(102));
});

test('what nobody else may list is not counted for him', async () => {
  const [eva, leo] = [await person('eva'), await person('leo')];
  await new Task({ title: 'hers', user: eva.user }).save(null, eva.as);
  const query = () => new Parse.Query(Task).include('user');
  assert.equal(await query().count(leo.as), 0);
  assert.equal((await query().first(eva.as)).get('user').get('username'), 'eva');
});

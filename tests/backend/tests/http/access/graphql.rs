//! The same through GraphQL: of two objects that are alike, everybody may do to the one by REST what he may do to the other
//! by GraphQL, and sees as much of it.

use super::model::Verdict;
use super::rules::classes;
use super::world::{Chance, Person, World, pointer};
use crate::client::{Answer, Client};
use serde_json::{Map, Value, json};
use std::fmt::Debug;

/// How many pairs each person finds in each class.
const PAIRS: usize = 2;
/// Fields that some may not see.
const SHOWN: [&str; 2] = ["number", "secret"];

#[test]
fn both_doors_let_everybody_do_the_same() {
    let world = World::start();
    let names = Names::of(&world.server);
    let mut doors = Doors {
        orders: ["ana", "bob", "eve"].map(|name| {
            let owner = json!({"owner": pointer(world.id(name))});
            world.server.create("Order", owner)
        }),
        world: &world,
        chance: Chance(0x5eed_0021),
        made: 0,
    };
    for class in classes() {
        let class = names.class(class.name);
        for who in &world.people {
            doors.lists(&class, who);
            for _ in 0..PAIRS {
                doors.pair(&class, who);
            }
        }
    }
    let made = doors.made;
    assert!(made > 4_000, "only {made} things were compared");
}

/// What GraphQL calls the queries of classes, found out as any client would.
struct Names(Vec<Value>);

/// One class in both.
struct Class {
    wire: &'static str,
    /// Its type.
    name: &'static str,
    one: String,
    many: String,
}

impl Names {
    fn of(master: &Client) -> Self {
        let document =
            "{ __schema { queryType { fields { name type { name ofType { name } } } } } }";
        let answer = master.graphql(document, json!({}));
        let fields = answer["data"]["__schema"]["queryType"]["fields"].as_array();
        Self(fields.expect("fields of the root").clone())
    }

    fn class(&self, wire: &'static str) -> Class {
        let name = match wire {
            // As the generator would call them, where there are names that they would meet.
            "Roles" => "RolesClass",
            "UserFields" => "UserFieldsClass",
            wire => wire,
        };
        let query = |returns: &str| {
            let mut fields = self.0.iter();
            let field = fields.find(|field| field["type"]["ofType"]["name"] == *returns);
            let name = field.and_then(|field| field["name"].as_str());
            name.unwrap_or_else(|| panic!("nothing gives {returns}"))
                .to_owned()
        };
        Class {
            wire,
            name,
            one: query(name),
            many: query(&format!("{name}Connection")),
        }
    }
}

/// What somebody sees of an object.
type Seen = Map<String, Value>;

struct Doors<'a> {
    world: &'a World,
    orders: [String; 3],
    chance: Chance,
    /// How many things were compared.
    made: usize,
}

impl Doors<'_> {
    #[track_caller]
    fn same<T: PartialEq + Debug>(&mut self, what: &str, class: &Class, who: &Person, by: [T; 2]) {
        let [rest, graphql] = by;
        self.made += 1;
        assert_eq!(rest, graphql, "{} {what} {}", who.name, class.wire);
    }

    fn lists(&mut self, class: &Class, who: &Person) {
        let Class {
            wire, name, many, ..
        } = class;
        let by_rest = |parameters: &[(&str, &str)]| {
            let answer = who.client.find(wire, parameters);
            verdict(&answer).map(|()| listed(&answer.json()["results"]))
        };
        let by_graphql = |filter: Value| {
            let document = format!(
                "query($where: {name}WhereInput) {{
                    {many}(where: $where) {{ edges {{ node {{ objectId number secret }} }} }}
                }}"
            );
            let answer = who.client.graphql(&document, json!({"where": filter}));
            let found = answered(&answer, many)?;
            let edges = found["edges"].as_array().into_iter().flatten();
            Ok(listed(&edges.map(|edge| edge["node"].clone()).collect()))
        };
        self.same("lists", class, who, [by_rest(&[]), by_graphql(json!({}))]);
        let with_secret = json!({"secret": {"$exists": true}}).to_string();
        let asked = [
            by_rest(&[("where", &with_secret)]),
            by_graphql(json!({"secret": {"exists": true}})),
        ];
        self.same("asks for the secret in", class, who, asked);

        let rest = who.client.find(wire, &[("count", "1"), ("limit", "0")]);
        let rest = verdict(&rest).map(|()| rest.json()["count"].as_u64());
        let document = format!("{{ {many} {{ count }} }}");
        let answer = who.client.graphql(&document, json!({}));
        let graphql = answered(&answer, many).map(|found| found["count"].as_u64());
        self.same("counts", class, who, [rest, graphql]);
    }

    /// Does the same to two objects that are alike.
    fn pair(&mut self, class: &Class, who: &Person) {
        let (sent, fields) = self.invent();
        let Class {
            wire, name, one, ..
        } = class;
        let master = self.world.server.client();
        let [first, second] = [(); 2].map(|()| master.create(wire, &sent));
        let path = format!("/classes/{wire}/{first}");
        let mutate = |verb: &str, input: Value| {
            let field = format!("{verb}{name}");
            let of = format!("{}{}", verb[..1].to_uppercase(), &field[1..]);
            let document = format!(
                "mutation($input: {of}Input!) {{ {field}(input: $input) {{ clientMutationId }} }}"
            );
            let answer = who.client.graphql(&document, json!({"input": input}));
            answered(&answer, &field).map(drop)
        };

        let rest = who.client.get(&path);
        let rest = verdict(&rest).map(|()| seen(&rest.json()));
        let document = format!("query($id: ID!) {{ {one}(id: $id) {{ number secret }} }}");
        let answer = who.client.graphql(&document, json!({"id": second}));
        let graphql = answered(&answer, one).map(|object| seen(&object));
        self.same("gets", class, who, [rest, graphql]);

        for (sent, fields) in self.changes() {
            let rest = verdict(&who.client.put(&path, &sent));
            let graphql = mutate("update", json!({"id": second, "fields": fields}));
            self.same(&format!("puts {sent} into"), class, who, [rest, graphql]);
            let objects = [&first, &second].map(|id| as_it_is(&master.object(wire, id)));
            self.same("changes", class, who, objects);
        }

        let rest = verdict(&who.client.delete(&path));
        let graphql = mutate("delete", json!({"id": second}));
        self.same("deletes", class, who, [rest, graphql]);
        let left = [&first, &second];
        let left = left.map(|id| verdict(&master.get(&format!("/classes/{wire}/{id}"))));
        self.same("leaves", class, who, left);

        let rest = verdict(&who.client.post(&format!("/classes/{wire}"), &sent));
        let graphql = mutate("create", json!({"fields": fields}));
        self.same(&format!("creates {sent} in"), class, who, [rest, graphql]);
    }

    /// An object by chance, as each door takes it.
    fn invent(&mut self) -> (Value, Value) {
        let world = self.world;
        let friends = ["ana", "bob", "cara", "eve"];
        let friends = friends.into_iter().filter(|_| self.chance.below(3) == 0);
        let friends: Vec<_> = friends.map(|name| pointer(world.id(name))).collect();
        let mut sent = json!({"secret": 7, "friends": friends});
        let mut fields = sent.clone();
        for (rest, graphql) in self.changes() {
            for (into, from) in [(&mut sent, rest), (&mut fields, graphql)] {
                if let (Value::Object(into), Value::Object(from)) = (into, from) {
                    into.extend(from);
                }
            }
        }
        (sent, fields)
    }

    /// What somebody may try to change, as each door takes it.
    fn changes(&mut self) -> [(Value, Value); 5] {
        let name = self.chance.pick(&["ana", "ana", "bob", "eve"]);
        let owner = self.world.id(name);
        let order = self.chance.pick(&self.orders);
        let state = self.chance.pick(&["new", "paid", "sent", "done"]);
        let (acl, acl_input) = self.acl();
        let number = self.chance.below(1_000);
        let link = |id: &str| json!({"link": id});
        [
            (json!({"number": number}), json!({"number": number})),
            (
                json!({"owner": pointer(owner)}),
                json!({"owner": link(owner)}),
            ),
            (
                json!({"order": {"__type": "Pointer", "className": "Order", "objectId": order}}),
                json!({"order": link(&order)}),
            ),
            (
                json!({"state": state}),
                json!({"state": state.to_uppercase()}),
            ),
            (json!({"ACL": acl}), json!({"ACL": acl_input})),
        ]
    }

    fn acl(&mut self) -> (Value, Value) {
        let ana = self.world.id("ana");
        let (all, read) = (
            json!({"read": true, "write": true}),
            json!({"read": true, "write": false}),
        );
        let acls = [
            (json!({"*": all}), json!({"public": all})),
            (
                json!({"*": read, ana: all}),
                json!({"public": read, "users": [{"userId": ana, "read": true, "write": true}]}),
            ),
            (
                json!({"role:staff": all}),
                json!({"roles": [{"roleName": "staff", "read": true, "write": true}]}),
            ),
            (json!({}), json!({})),
        ];
        self.chance.pick(&acls)
    }
}

fn verdict(answer: &Answer) -> Verdict {
    if answer.status.is_success() {
        return Ok(());
    }
    Err(answer.json()["code"].as_i64().unwrap_or_default())
}

/// What a field of the root is answered, or the code with which it is refused.
fn answered(answer: &Value, field: &str) -> Verdict<Value> {
    match answer["errors"].as_array() {
        None => Ok(answer["data"][field].clone()),
        Some(errors) => {
            let code = errors[0]["extensions"]["code"].as_i64();
            Err(code.unwrap_or_else(|| panic!("no code of the protocol: {answer}")))
        }
    }
}

/// The objects of a list by their ids, each with what is seen of it.
fn listed(objects: &Value) -> Vec<(String, Seen)> {
    let objects = objects.as_array().into_iter().flatten();
    let mut listed: Vec<_> = objects
        .map(|object| {
            let id = object["objectId"].as_str().expect("an objectId");
            (id.to_owned(), seen(object))
        })
        .collect();
    listed.sort_by(|(one, _), (other, _)| one.cmp(other));
    listed
}

/// What is withheld is missing in one door, and null in the other.
fn seen(object: &Value) -> Seen {
    let shown = SHOWN.into_iter().filter(|name| !object[name].is_null());
    let shown = shown.map(|name| (name.to_owned(), json!(object[name].as_f64())));
    shown.collect()
}

/// The object without what makes it another than its like.
fn as_it_is(object: &Value) -> Value {
    let mut object = object.clone();
    for name in ["objectId", "createdAt", "updatedAt"] {
        object[name].take();
    }
    object
}

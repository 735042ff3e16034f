//! What everybody finds, counts and gets.

use super::super::model::{Object, Verdict};
use super::super::world::Person;
use super::{HIDDEN, OBJECTS, Run, sentence, verdict};
use crate::client::Answer;
use serde_json::json;

impl Run<'_> {
    pub(super) fn lists(&mut self, who: &Person) {
        let least = self.objects[OBJECTS / 2].number;
        let above = |object: &&Object| object.number > least;
        let found = self.class.visible(who, "find", &self.objects);
        let counted = self.class.visible(who, "count", &self.objects);
        let withheld = self.class.withheld(who);
        let denied = |names: &[&str]| names.iter().any(|name| withheld.contains(name));
        let all = found.clone().map(|found| (ids(&found), None));
        let count = counted.clone().map(|found| (Vec::new(), Some(found.len())));
        let page = found.clone().and_then(|found| {
            // Whoever counts what he lists must be let do both.
            let counted = ids(&counted?);
            let both = found
                .into_iter()
                .filter(|object| counted.contains(&object.id));
            let mut page: Vec<_> = both.filter(above).collect();
            let count = page.len();
            page.sort_by_key(|object| -object.number);
            let page: Vec<_> = page.into_iter().skip(1).take(2).collect();
            Ok((ids(&page), Some(count)))
        });
        let filtered = found.clone().map(|mut found| {
            found.retain(|object| !above(object));
            (ids(&found), None)
        });
        let above = json!({"number": {"$gt": least}}).to_string();
        let nested = json!({"$nor": [{"$or": [{"number": {"$gt": least}}]}]}).to_string();
        let secret = json!({"$or": [{"secret": {"$exists": true}}, {"objectId": ""}]}).to_string();
        let hidden = json!({"password": {"$exists": true}}).to_string();
        let paged: [(&str, &str); 5] = [
            ("where", &above),
            ("order", "-number"),
            ("skip", "1"),
            ("limit", "2"),
            ("count", "1"),
        ];
        let asked: [(&[(&str, &str)], _); 8] = [
            (&[], all.clone()),
            (&[("count", "1"), ("limit", "0")], count),
            (&paged, unless(denied(&["number"]), page)),
            (&[("where", &nested)], unless(denied(&["number"]), filtered)),
            (
                &[("where", &secret)],
                unless(denied(&["secret"]), all.clone()),
            ),
            (
                &[("order", "secret")],
                unless(denied(&["secret"]), all.clone()),
            ),
            (&[("where", &hidden)], unless(!who.is_master, all.clone())),
            (
                &[("order", "-password,createdAt")],
                unless(!who.is_master, all),
            ),
        ];
        for (parameters, expected) in asked {
            let answer = who.client.find(self.class.name, parameters);
            self.checks.same(
                || format!("{} lists {} {parameters:?}", who.name, self.class.name),
                expected,
                list(&answer),
            );
            self.checks.shows_none(who, &answer, &withheld);
        }
    }

    pub(super) fn gets(&mut self, who: &Person) {
        let withheld = self.class.withheld(who);
        for object in &self.objects {
            for keys in ["", "?keys=number,secret,password"] {
                let answer = who.client.get(&format!("{}{keys}", self.path(object)));
                self.checks.same(
                    || sentence(&self.class, who, "gets", object),
                    self.class.may(who, "get", object),
                    verdict(&answer),
                );
                let shows = |name: &str| answer.body.contains(&format!("\"{name}\":"));
                for name in ["number", "secret"] {
                    let expected = verdict(&answer).is_ok() && !withheld.contains(&name);
                    self.checks.same(
                        || sentence(&self.class, who, &format!("sees the {name} of"), object),
                        expected,
                        shows(name),
                    );
                }
                self.checks.same(
                    || sentence(&self.class, who, "sees what is hidden of", object),
                    false,
                    answer.body.contains(HIDDEN),
                );
            }
        }
    }
}

/// What is allowed is refused all the same, for a field that it names.
fn unless<T>(refused: bool, verdict: Verdict<T>) -> Verdict<T> {
    match verdict {
        Ok(_) if refused => Err(119),
        verdict => verdict,
    }
}

fn ids(objects: &[&Object]) -> Vec<String> {
    objects.iter().map(|object| object.id.clone()).collect()
}

/// The objectIds of a list, and what it counts.
fn list(answer: &Answer) -> Verdict<(Vec<String>, Option<usize>)> {
    verdict(answer)?;
    let body = answer.json();
    let objects = body["results"].as_array().into_iter().flatten();
    let ids = objects.map(|object| object["objectId"].as_str().unwrap_or_default().to_owned());
    let count = body["count"].as_u64().map(|count| count as usize);
    Ok((ids.collect(), count))
}

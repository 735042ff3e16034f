//! What everybody changes, creates and deletes.

use super::super::model::{Object, Verdict};
use super::super::world::{Person, pointer};
use super::{Run, body, sentence, verdict};
use crate::client::Answer;
use serde_json::{Value, json};

/// What somebody tries to make of a state; the empty one unsets it.
const STEPS: [&str; 5] = ["new", "paid", "sent", "done", ""];

impl Run<'_> {
    pub(super) fn updates(&mut self, who: &Person) {
        for index in 0..self.objects.len() {
            let mut after = self.objects[index].clone();
            after.number += 10_007;
            let operate = json!({
                "number": {"__op": "Increment", "amount": 10_007},
                "secret": {"__op": "Increment", "amount": 0},
            });
            let expected = self.class.may(who, "update", &after);
            let answer = self.update(who, index, after, operate, expected);
            let withheld = self.class.withheld(who);
            self.checks.shows_none(who, &answer, &withheld);

            let mut after = self.objects[index].clone();
            after.owner = self.someone();
            let owner = after.owner.as_deref().map_or(Value::Null, pointer);
            let expected = self
                .class
                .may_give(who, &self.objects[index], after.owner.as_deref());
            self.update(who, index, after, json!({"owner": owner}), expected);

            let mut after = self.objects[index].clone();
            let (id, owner) = self.chance.pick(self.orders);
            let order = json!({"__type": "Pointer", "className": "Order", "objectId": id});
            after.order = Some((id, owner));
            let expected = self.class.may_redirect(who, &self.objects[index]);
            self.update(who, index, after, json!({"order": order}), expected);

            let mut after = self.objects[index].clone();
            after.state = self.chance.pick(&STEPS);
            let expected = self.class.may_step(who, &self.objects[index], after.state);
            let state = match after.state {
                "" => json!({"state": {"__op": "Delete"}}),
                state => json!({"state": state}),
            };
            self.update(who, index, after, state, expected);

            let mut after = self.objects[index].clone();
            after.acl = self.acl();
            let acl = match &after.acl {
                Value::Null => json!({"__op": "Delete"}),
                acl => acl.clone(),
            };
            let expected = self.class.may(who, "update", &self.objects[index]);
            self.update(who, index, after, json!({"ACL": acl}), expected);
        }
    }

    fn update(
        &mut self,
        who: &Person,
        index: usize,
        after: Object,
        body: Value,
        expected: Verdict,
    ) -> Answer {
        let object = &self.objects[index];
        let answer = who.client.put(&self.path(object), &body);
        self.checks.same(
            || sentence(&self.class, who, &format!("puts {body} into"), object),
            expected,
            verdict(&answer),
        );
        if expected.is_ok() {
            self.objects[index] = after;
        }
        answer
    }

    pub(super) fn creates(&mut self, who: &Person) {
        for owner in [who.id.clone(), self.someone(), None] {
            let mut object = Object {
                owner,
                ..self.invent()
            };
            if let Some(his) = self
                .orders
                .iter()
                .find(|(_, of)| object.owner.as_ref() == Some(of))
            {
                object.order = Some(his.clone());
            }
            let sent = body(&object);
            let answer = who
                .client
                .post(&format!("/classes/{}", self.class.name), &sent);
            let expected = self.class.may_create(who, &object);
            self.checks.same(
                || sentence(&self.class, who, "creates", &object),
                expected,
                verdict(&answer),
            );
            if verdict(&answer).is_ok() {
                let id = answer.id();
                self.objects.push(Object { id, ..object });
            }
        }
    }

    pub(super) fn deletes(&mut self, who: &Person) {
        for _ in 0..3 {
            let index = self.chance.below(self.objects.len());
            let object = &self.objects[index];
            let expected = self.class.may(who, "delete", object);
            let answer = who.client.delete(&self.path(object));
            self.checks.same(
                || sentence(&self.class, who, "deletes", object),
                expected,
                verdict(&answer),
            );
            if expected.is_ok() {
                self.objects.remove(index);
            }
        }
    }
}

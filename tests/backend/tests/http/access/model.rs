//! What everybody may do, worked out object by object from what the documentation says of each rule.

use super::rules::{Class, texts};
use super::world::Person;
use serde_json::Value;

/// An object as it must be.
#[derive(Clone, Debug)]
pub struct Object {
    pub id: String,
    /// objectIds of users.
    pub owner: Option<String>,
    pub friends: Vec<String>,
    /// An object of another class, with its owner.
    pub order: Option<(String, String)>,
    pub number: i64,
    pub state: &'static str,
    /// Null where it has none.
    pub acl: Value,
}

/// The code of the error.
pub type Verdict<T = ()> = Result<T, i64>;

const FORBIDDEN: i64 = 119;
const ABSENT: i64 = 101;

/// How far `classLevelPermissions` let somebody in.
enum Reach<'a> {
    Everything,
    /// The objects that name him in one of these fields.
    Named(Vec<&'a str>),
}

impl Class {
    /// The objects that he may list or count, or the code with which he is refused.
    pub fn visible<'o>(
        &self,
        who: &Person,
        operation: &str,
        objects: &'o [Object],
    ) -> Verdict<Vec<&'o Object>> {
        let reach = self.reach(who, operation)?;
        let reads = |object: &&Object| self.reaches(who, &reach, "read", object);
        Ok(objects.iter().filter(reads).collect())
    }

    /// Whether he may get, update or delete this object.
    pub fn may(&self, who: &Person, operation: &str, object: &Object) -> Verdict {
        let reach = self.reach(who, operation)?;
        let rule = if operation == "get" {
            "read"
        } else {
            operation
        };
        if self.reaches(who, &reach, rule, object) {
            Ok(())
        } else {
            Err(ABSENT)
        }
    }

    pub fn may_create(&self, who: &Person, object: &Object) -> Verdict {
        self.reach(who, "create")?;
        let list = self.access("create");
        let signed_in = list.contains(&"authenticated") || list.contains(&"owner");
        let free = who.is_master || self.by_role(who, "create") || list.contains(&"public");
        if free || (signed_in && self.owns(who, object)) {
            Ok(())
        } else {
            Err(FORBIDDEN)
        }
    }

    /// Whether he may make the object that of `owner`, where the class has an owner at the end of one Pointer.
    pub fn may_give(&self, who: &Person, object: &Object, owner: Option<&str>) -> Verdict {
        self.reach(who, "update")?;
        if self.owner == ["owner"] && !self.gives(who) {
            // Who may not give it away is told so without a look at the object.
            if who.id.as_deref() != owner || owner.is_none() {
                return Err(FORBIDDEN);
            }
            self.may(who, "update", object)?;
            if object.owner.as_deref() != owner {
                return Err(FORBIDDEN);
            }
            return Ok(());
        }
        self.may(who, "update", object)
    }

    /// The same for the first of two Pointers.
    pub fn may_redirect(&self, who: &Person, object: &Object) -> Verdict {
        self.reach(who, "update")?;
        if self.owner.first() == Some(&"order") && !self.gives(who) {
            return Err(FORBIDDEN);
        }
        self.may(who, "update", object)
    }

    pub fn may_step(&self, who: &Person, object: &Object, to: &str) -> Verdict {
        self.may(who, "update", object)?;
        let taken = match (object.state, to) {
            (from, to) if from == to => true,
            ("new", "paid") => who.is_master || self.owns(who, object),
            ("paid", "sent") => who.is_master || who.roles.contains(&"staff"),
            ("new", "done") => true,
            _ => false,
        };
        if taken { Ok(()) } else { Err(142) }
    }

    /// The fields that all groups that he is in are denied.
    pub fn withheld(&self, who: &Person) -> Vec<&str> {
        let groups = self.permission("protectedFields").as_object();
        let is_in = |group: &str| match group {
            "*" => true,
            "authenticated" => who.id.is_some(),
            role => has_role(who, role),
        };
        let mut his = groups
            .into_iter()
            .flatten()
            .filter(|(group, _)| is_in(group) && !who.is_master)
            .map(|(_, fields)| texts(fields));
        let first = his.next().unwrap_or_default();
        his.fold(first, |common, fields| {
            common
                .into_iter()
                .filter(|field| fields.contains(field))
                .collect()
        })
    }

    fn reach<'a>(&'a self, who: &Person, operation: &str) -> Verdict<Reach<'a>> {
        let permission = self.permission(operation);
        if permission.is_null() || who.is_master {
            return Ok(Reach::Everything);
        }
        let signed_in = who.id.is_some();
        let members = permission.as_object().into_iter().flatten();
        let mut granted = members
            .filter(|(_, granted)| **granted == true)
            .map(|(who, _)| who.as_str());
        let needs_session = permission["requiresAuthentication"] == true;
        if granted.any(|to| to == "*" || has_role(who, to)) || (needs_session && signed_in) {
            return Ok(Reach::Everything);
        }
        if needs_session {
            return Err(ABSENT);
        }
        let mut fields = texts(&permission["pointerFields"]);
        match operation {
            "find" | "get" | "count" => fields.extend(texts(self.permission("readUserFields"))),
            "update" | "delete" => fields.extend(texts(self.permission("writeUserFields"))),
            // What does not exist yet names nobody.
            _ => fields.clear(),
        }
        if fields.is_empty() {
            return Err(FORBIDDEN);
        }
        Ok(Reach::Named(fields))
    }

    fn reaches(&self, who: &Person, reach: &Reach<'_>, rule: &str, object: &Object) -> bool {
        let named = match reach {
            Reach::Everything => true,
            Reach::Named(fields) => who.id.as_ref().is_some_and(|id| {
                fields.iter().any(|field| match *field {
                    "owner" => object.owner.as_ref() == Some(id),
                    _ => object.friends.contains(id),
                })
            }),
        };
        named && self.grants(who, rule, object)
    }

    /// `access`, and the ACL of the object.
    fn grants(&self, who: &Person, rule: &str, object: &Object) -> bool {
        if who.is_master || self.by_role(who, rule) {
            return true;
        }
        let list = self.access(rule);
        let is_in = list.contains(&"public")
            || (who.id.is_some() && list.contains(&"authenticated"))
            || (list.contains(&"owner") && self.owns(who, object));
        let right = if rule == "read" { "read" } else { "write" };
        is_in && acl_grants(who, right, &object.acl)
    }

    fn by_role(&self, who: &Person, rule: &str) -> bool {
        self.access(rule).iter().any(|named| has_role(who, named))
    }

    fn gives(&self, who: &Person) -> bool {
        who.is_master || self.by_role(who, "update") || self.access("update").contains(&"public")
    }

    fn owns(&self, who: &Person, object: &Object) -> bool {
        let owner = match self.owner {
            ["owner"] => object.owner.as_ref(),
            ["order", _] => object.order.as_ref().map(|(_, owner)| owner),
            _ => None,
        };
        owner.is_some() && owner == who.id.as_ref()
    }
}

fn acl_grants(who: &Person, right: &str, acl: &Value) -> bool {
    let Some(entries) = acl.as_object() else {
        return true;
    };
    entries.iter().any(|(to, rights)| {
        let speaks_of_him = to == "*" || who.id.as_ref() == Some(to) || has_role(who, to);
        speaks_of_him && rights[right] == true
    })
}

/// Whether `named` is `role:NAME` of a role that he has.
fn has_role(who: &Person, named: &str) -> bool {
    named
        .strip_prefix("role:")
        .is_some_and(|role| who.roles.contains(&role))
}

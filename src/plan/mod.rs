//! What must exist for a model, in no language: classes with their effective rules, and the types that their fields declare.
//!
//! A `Plan` borrows the model and adds what more than one target would otherwise work out for itself. Making one cannot
//! fail, and it knows no target.

mod access;
pub mod example;
pub mod graphql;
mod names;
mod nested;
mod story;
mod words;

pub use access::AccessRow;
pub use names::{DEVICES, Scope};
pub use nested::{Nested, NestedKind, element_path};
pub use story::{Follower, Step, Story};
pub use words::{
    OBJECT_ID, TIMESTAMPS, description, descriptions, descriptions_of_function, encoded, plural,
    shell_word,
};

use crate::model::{self, Access, ClassId, Model, SystemClass};

#[derive(Clone, Debug)]
pub struct Plan<'a> {
    pub model: &'a Model,
    /// In the order of the model, so that a [`ClassId`] is an index here too.
    pub classes: Vec<Class<'a>>,
    /// In the order of the file.
    pub functions: Vec<Function<'a>>,
}

/// A server function.
#[derive(Clone, Debug)]
pub struct Function<'a> {
    pub function: &'a model::Function,
    /// The enums and embedded objects that the parameters declare, each before those inside it.
    pub params: Vec<Nested<'a>>,
    /// Those of the result. The path of the result itself is empty.
    pub result: Vec<Nested<'a>>,
}

#[derive(Clone, Debug)]
pub struct Class<'a> {
    pub id: ClassId,
    pub class: &'a model::Class,
    /// Who may do what, after `access` and `classLevelPermissions` are both heeded.
    pub access: Access,
    /// The enums and embedded objects that the fields declare, each before those inside it.
    pub nested: Vec<Nested<'a>>,
}

/// Plans a project.
pub fn plan(model: &Model) -> Plan<'_> {
    let classes = model
        .classes
        .iter()
        .enumerate()
        .map(|(id, class)| Class {
            id,
            class,
            access: access::effective(class),
            nested: nested::of(class),
        })
        .collect();
    let functions = model
        .functions
        .iter()
        .map(|function| Function {
            function,
            params: nested::of_params(function),
            result: nested::of_result(function),
        })
        .collect();
    Plan {
        model,
        classes,
        functions,
    }
}

impl<'a> Plan<'a> {
    /// The classes that the schema made up, in its order: those that Parse has not.
    pub fn own_classes(&self) -> impl DoubleEndedIterator<Item = &Class<'a>> {
        self.classes
            .iter()
            .filter(|class| class.class.system.is_none())
    }

    /// One row a class: who may do what, in words.
    pub fn access_table(&self) -> Vec<AccessRow> {
        self.classes.iter().map(access::row).collect()
    }

    /// The wire name of a class.
    pub fn wire(&self, class: ClassId) -> &str {
        &self.model.classes[class].name.wire
    }
}

impl Function<'_> {
    /// As the wire has it.
    pub fn wire(&self) -> &str {
        &self.function.name.wire
    }
}

impl Class<'_> {
    /// As the wire has it.
    pub fn wire(&self) -> &str {
        &self.class.name.wire
    }

    /// As people say it: `User` for `_User`.
    pub fn title(&self) -> &str {
        match self.class.system {
            Some(_) => self.wire().trim_start_matches('_'),
            None => self.wire(),
        }
    }

    pub fn is_user(&self) -> bool {
        self.class.system == Some(SystemClass::User)
    }

    /// The fields that documents list: all but those that a system class keeps for itself.
    pub fn listed_fields(&self) -> impl Iterator<Item = &model::Field> {
        self.class
            .fields
            .iter()
            .filter(|field| !field.system || field.required || !(field.read_only || field.hidden))
    }

    /// The fields that may be read back.
    pub fn visible_fields(&self) -> impl Iterator<Item = &model::Field> {
        self.class.fields.iter().filter(|field| !field.hidden)
    }
}

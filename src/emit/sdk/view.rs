//! What the templates of a client package may name, every name and type already spelt.

use super::names::{ClassNames, Names};
use super::spelling::Spelling;
use super::{Language, prose};
use crate::plan::{Plan, Story};
use heck::ToSnakeCase as _;
use serde::Serialize;

/// The package as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct PackageView {
    /// The project, as people read it.
    pub(super) name: String,
    /// The same as registries take it: `order-fulfillment`.
    pub(super) package: String,
    /// The same as code has it where it has modules: `order_fulfillment`.
    pub(super) module: String,
    /// The client as a type, `OrderFulfillment`, and what makes one.
    pub(super) client: String,
    pub(super) factory: String,
    /// In the order of the schema.
    pub(super) classes: Vec<ClassView>,
    pub(super) functions: Vec<FunctionView>,
    /// The enums and records that functions declare.
    pub(super) enums: Vec<EnumView>,
    pub(super) records: Vec<RecordView>,
    /// What the types of the functions mention.
    pub(super) imports: Vec<Import>,
    pub(super) uses: Vec<String>,
    /// The class of those who sign in, where the schema has one.
    pub(super) user: Option<UserView>,
    /// A class to show things with, and one of its Strings.
    pub(super) example: Option<ExampleView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClassView {
    /// The first line of its file.
    pub(super) title: String,
    pub(super) about: Vec<String>,
    /// The wire name, as a literal.
    pub(super) wire: String,
    pub(super) file: String,
    pub(super) class: String,
    pub(super) new: String,
    pub(super) patch: String,
    pub(super) collection: String,
    pub(super) fields: Vec<FieldView>,
    /// Nothing need be given on create; or so little that a call can name it all.
    pub(super) nothing_given: bool,
    pub(super) little_given: bool,
    pub(super) enums: Vec<EnumView>,
    pub(super) records: Vec<RecordView>,
    /// Whether a field is set once; then `fixed` has them.
    pub(super) has_fixed: bool,
    /// The members that are set once, on create.
    pub(super) fixed: Vec<FixedView>,
    pub(super) imports: Vec<Import>,
    /// What its types mention of the runtime, in order.
    pub(super) uses: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct FieldView {
    pub(super) about: Vec<String>,
    /// The wire name, as a literal.
    pub(super) wire: String,
    pub(super) member: String,
    /// The member has another name than the field on the wire.
    pub(super) renamed: bool,
    pub(super) constant: String,
    /// Its type in an object, and in what creates or changes one.
    pub(super) read: String,
    pub(super) write: String,
    /// In every object that is read.
    pub(super) required: bool,
    /// Must be given on create.
    pub(super) given: bool,
    pub(super) readable: bool,
    pub(super) writable: bool,
    pub(super) changeable: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct FixedView {
    /// The wire name, as a literal.
    pub(super) wire: String,
    pub(super) first: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct EnumView {
    pub(super) about: Vec<String>,
    pub(super) name: String,
    /// What stands for the enum where a program asks about it.
    pub(super) value: String,
    pub(super) variants: Vec<Variant>,
    /// Which value may follow which; empty where anything may follow anything.
    pub(super) transitions: Vec<TransitionView>,
    pub(super) guarded: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Variant {
    pub(super) variant: String,
    /// The wire name, as a literal.
    pub(super) wire: String,
    pub(super) first: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct TransitionView {
    pub(super) from: String,
    pub(super) to: Vec<Variant>,
    pub(super) first: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct RecordView {
    pub(super) about: Vec<String>,
    pub(super) name: String,
    pub(super) fields: Vec<FieldView>,
    /// Nothing need be given; or so little that a call can name it all.
    pub(super) nothing_given: bool,
    pub(super) little_given: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct FunctionView {
    pub(super) about: Vec<String>,
    /// The wire name, as a literal.
    pub(super) wire: String,
    pub(super) method: String,
    /// The method has another name than the function on the wire.
    pub(super) renamed: bool,
    pub(super) params: String,
    pub(super) has_params: bool,
    /// Every parameter may be left out.
    pub(super) optional: bool,
    pub(super) fields: Vec<FieldView>,
    pub(super) result: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Import {
    pub(super) class: String,
    pub(super) file: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct UserView {
    pub(super) class: String,
    pub(super) new: String,
    pub(super) patch: String,
    pub(super) file: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ExampleView {
    pub(super) class: String,
    pub(super) collection: String,
}

impl ExampleView {
    pub(super) fn of(names: &ClassNames) -> Self {
        Self {
            class: names.class.clone(),
            collection: names.collection.clone(),
        }
    }
}

/// The package, and for each class the name of its file with its view.
pub fn view(
    plan: &Plan,
    name: &str,
    package: &str,
    language: &impl Language,
) -> (PackageView, Vec<(String, ClassView)>) {
    let names = Names::of(plan, package, language);
    let spelling = Spelling {
        names: &names,
        language,
    };
    let classes: Vec<ClassView> = plan
        .classes
        .iter()
        .map(|class| spelling.class(class))
        .collect();
    let of_user = plan.classes.iter().find(|class| class.is_user());
    let user = of_user.map(|class| {
        let ClassNames {
            class,
            new,
            patch,
            file,
            ..
        } = names.class(class.id).clone();
        UserView {
            class,
            new,
            patch,
            file,
        }
    });
    let example = Story::of(plan).main;
    let example = example.map(|class| ExampleView::of(names.class(class.id)));
    let functions = spelling.functions(plan);
    let view = PackageView {
        name: prose::first_line(name, language),
        package: package.to_owned(),
        module: package.to_snake_case(),
        client: names.client.clone(),
        factory: names.factory.clone(),
        user,
        example,
        classes: classes.clone(),
        ..functions
    };
    let files = classes.into_iter().map(|class| (class.file.clone(), class));
    (view, files.collect())
}

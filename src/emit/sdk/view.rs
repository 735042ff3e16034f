//! What the templates of a client package may name, every name and type already spelt.

use super::names::{ClassNames, FunctionNames, Names};
use super::types::{Type, Use};
use super::{Language, prose};
use crate::model::{self, Enum, Field, FieldType};
use crate::plan::{Class, Nested, NestedKind, Plan, description};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The package as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct PackageView {
    /// The project, as people read it.
    name: String,
    /// The same as registries take it: `order-fulfillment`.
    package: String,
    /// The client as a type, `OrderFulfillment`, and what makes one.
    client: String,
    factory: String,
    /// In the order of the schema.
    classes: Vec<ClassView>,
    functions: Vec<FunctionView>,
    /// The enums and records that functions declare.
    enums: Vec<EnumView>,
    records: Vec<RecordView>,
    /// What the types of the functions mention.
    imports: Vec<Import>,
    uses: Vec<String>,
    /// The class of those who sign in, where the schema has one.
    user: Option<UserView>,
    /// A class to show things with, and one of its Strings.
    example: Option<ExampleView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClassView {
    /// The first line of its file.
    title: String,
    about: Vec<String>,
    /// The wire name, as a literal.
    wire: String,
    file: String,
    class: String,
    new: String,
    patch: String,
    collection: String,
    fields: Vec<FieldView>,
    enums: Vec<EnumView>,
    records: Vec<RecordView>,
    /// Whether a field is set once; then `fixed` has them.
    has_fixed: bool,
    /// The members that are set once, on create.
    fixed: Vec<FixedView>,
    imports: Vec<Import>,
    /// What its types mention of the runtime, in order.
    uses: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct FieldView {
    about: Vec<String>,
    /// The wire name, as a literal.
    wire: String,
    member: String,
    constant: String,
    /// Its type in an object, and in what creates or changes one.
    read: String,
    write: String,
    /// In every object there is.
    required: bool,
    /// Must be given on create.
    given: bool,
    readable: bool,
    writable: bool,
    changeable: bool,
}

#[derive(Clone, Debug, Serialize)]
struct FixedView {
    /// The wire name, as a literal.
    wire: String,
    first: bool,
}

#[derive(Clone, Debug, Serialize)]
struct EnumView {
    about: Vec<String>,
    name: String,
    /// What stands for the enum where a program asks about it.
    value: String,
    variants: Vec<Variant>,
    /// Which value may follow which; empty where anything may follow anything.
    transitions: Vec<TransitionView>,
    guarded: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Variant {
    variant: String,
    /// The wire name, as a literal.
    wire: String,
    first: bool,
}

#[derive(Clone, Debug, Serialize)]
struct TransitionView {
    from: String,
    to: Vec<Variant>,
    first: bool,
}

#[derive(Clone, Debug, Serialize)]
struct RecordView {
    about: Vec<String>,
    name: String,
    fields: Vec<FieldView>,
}

#[derive(Clone, Debug, Serialize)]
struct FunctionView {
    about: Vec<String>,
    /// The wire name, as a literal.
    wire: String,
    method: String,
    /// The method has another name than the function on the wire.
    renamed: bool,
    params: String,
    has_params: bool,
    /// Every parameter may be left out.
    optional: bool,
    fields: Vec<FieldView>,
    result: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Import {
    class: String,
    file: String,
}

#[derive(Clone, Debug, Serialize)]
struct UserView {
    class: String,
    new: String,
    patch: String,
    file: String,
}

#[derive(Clone, Debug, Serialize)]
struct ExampleView {
    class: String,
    collection: String,
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
    let own = plan
        .classes
        .iter()
        .find(|class| class.class.system.is_none());
    let example = own.map(|class| {
        let names = names.class(class.id);
        ExampleView {
            class: names.class.clone(),
            collection: names.collection.clone(),
        }
    });
    let functions = spelling.functions(plan);
    let view = PackageView {
        name: prose::first_line(name, language),
        package: package.to_owned(),
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

struct Spelling<'a, L> {
    names: &'a Names,
    language: &'a L,
}

impl<L: Language> Spelling<'_, L> {
    fn class(&self, class: &Class) -> ClassView {
        let names = self.names.class(class.id);
        let mut mentioned = Mentioned::default();
        let scope = Scope {
            nested: &names.nested,
            values: &names.values,
            mentioned: &mut mentioned,
        };
        let mut scope = scope;
        let listed = class.listed_fields().map(|field| {
            // Of a field that nobody described, its name says as much as a sentence would.
            let is_described = field.description.is_some() || field.system;
            let said = is_described.then(|| description(class.class, field));
            self.field(field, &field.name.wire, said, Use::Read, &mut scope)
        });
        let fields: Vec<FieldView> = listed.collect();
        let (enums, records) = self.nested(&class.nested, Use::Read, &mut scope);
        let about = class.class.description.as_deref().unwrap_or_default();
        let first = prose::first_line(about, self.language);
        let title = match first.as_str() {
            "" => format!("The class `{}`.", class.title()),
            line => format!("{}: {line}", class.title()),
        };
        let fixed = class.class.fields.iter();
        let fixed = fixed.filter(|field| field.immutable && !field.read_only);
        let fixed: Vec<_> = fixed
            .enumerate()
            .map(|(index, field)| FixedView {
                wire: self.language.literal(&field.name.wire),
                first: index == 0,
            })
            .collect();
        let (imports, uses) = mentioned.imports(Some(names), self);
        ClassView {
            title: prose::first_line(&title, self.language),
            about: self.prose(
                about,
                &format!("An object of the class `{}`.", class.title()),
            ),
            wire: self.language.literal(class.wire()),
            file: names.file.clone(),
            class: names.class.clone(),
            new: names.new.clone(),
            patch: names.patch.clone(),
            collection: names.collection.clone(),
            fields,
            enums,
            records,
            has_fixed: !fixed.is_empty(),
            fixed,
            imports,
            uses,
        }
    }

    /// The part of a package that is about functions.
    fn functions(&self, plan: &Plan) -> PackageView {
        let mut mentioned = Mentioned::default();
        let (mut enums, mut records, mut functions) = (Vec::new(), Vec::new(), Vec::new());
        for (function, names) in plan.functions.iter().zip(self.names.functions()) {
            let FunctionNames {
                method,
                params,
                of_params,
                of_result,
            } = names;
            let values = BTreeMap::new();
            let mut given = Scope {
                nested: of_params,
                values: &values,
                mentioned: &mut mentioned,
            };
            let own = &function.function;
            let fields: Vec<_> = own
                .params
                .iter()
                .map(|field| {
                    let said = field.description.clone();
                    self.field(field, &field.name.wire, said, Use::Write, &mut given)
                })
                .collect();
            let (own_enums, own_records) = self.nested(&function.params, Use::Write, &mut given);
            enums.extend(own_enums);
            records.extend(own_records);
            let mut answered = Scope {
                nested: of_result,
                values: &values,
                mentioned: &mut mentioned,
            };
            let result = own
                .result
                .as_ref()
                .map(|result| self.spell(result, "", Use::Result, &mut answered));
            let (own_enums, own_records) =
                self.nested(&function.result, Use::Result, &mut answered);
            enums.extend(own_enums);
            records.extend(own_records);
            let about = own.description.as_deref().unwrap_or_default();
            functions.push(FunctionView {
                about: self.prose(about, &format!("Calls `{}`.", function.wire())),
                wire: self.language.literal(function.wire()),
                method: method.clone(),
                renamed: method != function.wire(),
                params: params.clone(),
                has_params: !fields.is_empty(),
                optional: fields.iter().all(|field| !field.given),
                fields,
                result,
            });
        }
        let (imports, uses) = mentioned.imports(None, self);
        PackageView {
            name: String::new(),
            package: String::new(),
            client: String::new(),
            factory: String::new(),
            classes: Vec::new(),
            functions,
            enums,
            records,
            imports,
            uses,
            user: None,
            example: None,
        }
    }

    fn nested(
        &self,
        nested: &[Nested],
        used: Use,
        scope: &mut Scope,
    ) -> (Vec<EnumView>, Vec<RecordView>) {
        let (mut enums, mut records) = (Vec::new(), Vec::new());
        for one in nested {
            let name = scope.nested.get(&one.path).cloned().unwrap_or_default();
            let said = one.description.unwrap_or_default();
            match one.kind {
                NestedKind::Enum(values) => {
                    let value = scope.values.get(&one.path).cloned().unwrap_or_default();
                    let about = self.prose(said, "One of a few.");
                    enums.push(self.enumeration(values, about, name, value));
                }
                NestedKind::Record(fields) => {
                    let fields = fields.iter().map(|field| {
                        let said = field.description.clone();
                        self.field(field, &one.field_path(field), said, used, scope)
                    });
                    records.push(RecordView {
                        fields: fields.collect(),
                        about: self.prose(said, "An Object with fields of its own."),
                        name,
                    });
                }
            }
        }
        (enums, records)
    }

    fn enumeration(
        &self,
        values: &Enum,
        about: Vec<String>,
        name: String,
        value: String,
    ) -> EnumView {
        let variant = |(index, name): (usize, &model::Name)| Variant {
            variant: self.language.variant(name),
            wire: self.language.literal(&name.wire),
            first: index == 0,
        };
        let named = |wire: &str| {
            let value = values.values.iter().find(|value| value.name.wire == wire);
            value.map(|value| &value.name)
        };
        let froms = values.values.iter().filter(|from| {
            let mut transitions = values.transitions.iter();
            transitions.any(|transition| transition.from == from.name.wire)
        });
        let transitions = froms.enumerate().map(|(index, from)| {
            let leaving = values.transitions.iter();
            let leaving = leaving.filter(|transition| transition.from == from.name.wire);
            let to = leaving.filter_map(|transition| named(&transition.to));
            TransitionView {
                from: self.language.variant(&from.name),
                to: to.enumerate().map(variant).collect(),
                first: index == 0,
            }
        });
        let all = values.values.iter().map(|value| &value.name);
        EnumView {
            about,
            name,
            value,
            variants: all.enumerate().map(variant).collect(),
            transitions: transitions.collect(),
            guarded: !values.transitions.is_empty(),
        }
    }

    /// `used` is where the field is read; what writes it is spelt beside.
    fn field(
        &self,
        field: &Field,
        path: &str,
        said: Option<String>,
        used: Use,
        scope: &mut Scope,
    ) -> FieldView {
        let is_relation = matches!(field.shape.ty, FieldType::Relation(_));
        FieldView {
            about: prose::lines(&said.unwrap_or_default(), self.language),
            wire: self.language.literal(&field.name.wire),
            member: self.language.member(&field.name),
            constant: self.language.constant_name(&field.name.code),
            read: self.spell(&field.shape, path, used, scope),
            write: self.spell(&field.shape, path, Use::Write, scope),
            required: field.required || is_relation,
            given: field.required && field.default.is_none() && !is_relation,
            readable: !field.hidden,
            writable: !field.read_only,
            changeable: !field.read_only && !field.immutable,
        }
    }

    fn spell(&self, shape: &model::Shape, path: &str, used: Use, scope: &mut Scope) -> String {
        let ty = Type::of(shape, path, scope.nested, self.names);
        if let Some(class) = ty.class() {
            scope
                .mentioned
                .classes
                .insert((class.class.clone(), class.file.clone()));
        }
        let spelt = self.language.spell(&ty, used);
        let words = spelt.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        scope.mentioned.words.extend(words.map(str::to_owned));
        spelt
    }

    fn prose(&self, said: &str, fallback: &str) -> Vec<String> {
        let lines = prose::lines(said, self.language);
        if lines.is_empty() {
            vec![fallback.to_owned()]
        } else {
            lines
        }
    }
}

/// The types that are declared where a field stands, and what has been mentioned there.
struct Scope<'a> {
    nested: &'a BTreeMap<String, String>,
    values: &'a BTreeMap<String, String>,
    mentioned: &'a mut Mentioned,
}

#[derive(Debug, Default)]
struct Mentioned {
    /// Each with its file.
    classes: BTreeSet<(String, String)>,
    /// The words of every type that was spelt.
    words: BTreeSet<String>,
}

impl Mentioned {
    /// The classes of other files than that of `own`, and what is the runtime's.
    fn imports<L: Language>(
        self,
        own: Option<&ClassNames>,
        spelling: &Spelling<L>,
    ) -> (Vec<Import>, Vec<String>) {
        let others = self
            .classes
            .into_iter()
            .filter(|(_, file)| own.is_none_or(|own| own.file != *file));
        let imports = others.map(|(class, file)| Import { class, file });
        let foreign = spelling.language.foreign();
        let uses = foreign.iter().filter(|name| self.words.contains(**name));
        let uses = uses.map(|name| (*name).to_owned());
        (imports.collect(), uses.collect())
    }
}

//! A plan in the words of one language: each class, enum, record and function with its names and types spelt.

use super::names::{ClassNames, FunctionNames, Names};
use super::types::{Type, Use};
use super::view::{
    ClassView, EnumView, FieldView, FixedView, FunctionView, Import, PackageView, RecordView,
    TransitionView, Variant,
};
use super::{Language, prose};
use crate::model::{self, Enum, Field, FieldType};
use crate::plan::{self, Class, Nested, NestedKind, Plan, description};
use std::collections::{BTreeMap, BTreeSet};

/// How many things a call can name in a row, and still be read.
const LITTLE: usize = 5;

/// The names and types of a package, as its language has them.
pub(super) struct Spelling<'a, L> {
    pub names: &'a Names,
    pub language: &'a L,
}

impl<L: Language> Spelling<'_, L> {
    pub fn class(&self, class: &Class) -> ClassView {
        let names = self.names.class(class.id);
        let mut mentioned = Mentioned::default();
        let mut scope = Scope {
            nested: &names.nested,
            values: &names.values,
            mentioned: &mut mentioned,
        };
        let said: Vec<_> = class
            .listed_fields()
            .map(|field| {
                // Of a field that nobody described, its name says as much as a sentence would.
                let is_described = field.description.is_some() || field.system;
                let said = is_described.then(|| description(class.class, field));
                (field, field.name.wire.clone(), said)
            })
            .collect();
        let mut fields = self.fields(said, self.language.taken().own, Use::Read, &mut scope);
        for (field, listed) in fields.iter_mut().zip(class.listed_fields()) {
            field.required &= !is_withheld(class, listed);
        }
        let given = fields.iter().filter(|field| field.given).count();
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
            nothing_given: given == 0,
            little_given: is_little(given),
            enums,
            records,
            has_fixed: !fixed.is_empty(),
            fixed,
            imports,
            uses,
        }
    }

    /// The part of a package that is about functions.
    pub fn functions(&self, plan: &Plan) -> PackageView {
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
            let said = own.params.iter();
            let said =
                said.map(|field| (field, field.name.wire.clone(), field.description.clone()));
            let fields = self.fields(said, "", Use::Write, &mut given);
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
            module: String::new(),
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
                    let described = fields.iter();
                    let described = described
                        .map(|field| (field, one.field_path(field), field.description.clone()));
                    let kept = self.language.unheard().filter(|_| used == Use::Read);
                    let own = kept.map_or("", |(member, _)| member);
                    let fields = self.fields(described, own, used, scope);
                    let words = kept.map(|(_, ty)| ty.to_owned());
                    scope.mentioned.words.extend(words);
                    let given = fields.iter().filter(|field| field.required).count();
                    records.push(RecordView {
                        nothing_given: given == 0,
                        little_given: is_little(given),
                        fields,
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
        let mut taken = plan::Scope::without(self.language.taken().variants.split(' '));
        let all: Vec<Variant> = values
            .values
            .iter()
            .map(|value| Variant {
                variant: taken.claim(&self.language.variant(&value.name), "_"),
                wire: self.language.literal(&value.name.wire),
                first: false,
            })
            .collect();
        let named = |wire: &str| {
            let position = values
                .values
                .iter()
                .position(|value| value.name.wire == wire);
            position.and_then(|position| all.get(position).cloned())
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
                from: named(&from.name.wire)
                    .map(|from| from.variant)
                    .unwrap_or_default(),
                to: numbered(to),
                first: index == 0,
            }
        });
        let transitions = transitions.collect();
        EnumView {
            about,
            name,
            value,
            transitions,
            variants: numbered(all),
            guarded: !values.transitions.is_empty(),
        }
    }

    /// Fields with their paths and what is said of them. `used` is where they are read; what writes one is spelt beside.
    fn fields<'f>(
        &self,
        fields: impl IntoIterator<Item = (&'f Field, String, Option<String>)>,
        own: &str,
        used: Use,
        scope: &mut Scope,
    ) -> Vec<FieldView> {
        let taken = self.language.taken();
        let mut members = plan::Scope::without(taken.fields.split(' ').chain(own.split(' ')));
        let own = own.split(' ').map(|own| self.language.constant_name(own));
        let mut constants = own.fold(plan::Scope::default(), |mut scope, own| {
            scope.claim(&own, "_");
            scope
        });
        let mut view = |(field, path, said): (&Field, String, Option<String>)| {
            let is_relation = matches!(field.shape.ty, FieldType::Relation(_));
            let member = members.claim(&self.language.member(&field.name), "_");
            FieldView {
                about: prose::lines(&said.unwrap_or_default(), self.language),
                wire: self.language.literal(&field.name.wire),
                renamed: member != field.name.wire,
                member: self.language.identifier(member),
                constant: constants.claim(&self.language.constant_name(&field.name.code), "_"),
                read: self.spell(&field.shape, &path, used, scope),
                write: self.spell(&field.shape, &path, Use::Write, scope),
                required: field.required || is_relation,
                given: field.required
                    && field.default.is_none()
                    && !field.read_only
                    && !is_relation,
                readable: !field.hidden,
                writable: !field.read_only,
                changeable: !field.read_only && !field.immutable,
            }
        };
        fields.into_iter().map(&mut view).collect()
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

/// Whether some of those who may read the object are not shown the field.
fn is_withheld(class: &Class, field: &Field) -> bool {
    let permissions = class.class.permissions.iter();
    let mut withheld = permissions.flat_map(|permissions| permissions.protected_fields.values());
    withheld.any(|fields| fields.contains(&field.name.wire))
}

/// Whether a call can name so many things.
fn is_little(given: usize) -> bool {
    (1..=LITTLE).contains(&given)
}

/// Says which comes first.
fn numbered(variants: impl IntoIterator<Item = Variant>) -> Vec<Variant> {
    let numbered = variants.into_iter().enumerate();
    let numbered = numbered.map(|(index, variant)| Variant {
        first: index == 0,
        ..variant
    });
    numbered.collect()
}

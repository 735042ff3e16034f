//! The class table: what the engine knows of a class, as constants.

use super::{labels, number};
use crate::model::{
    Access, ClassPermissions, Direction, Field, FieldType, Format, Index, Notify, OnDelete,
    Permission, Principal, Shape,
};
use crate::plan::graphql::Words;
use crate::plan::{Class, Plan, descriptions};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The fields of a class, and `pub static CLASS: ClassDef = …`.
pub fn class(class: &Class, plan: &Plan, graphql: &Words) -> [TokenStream; 2] {
    let wire = class.wire();
    let fields = class
        .class
        .fields
        .iter()
        .map(|field| definition(field, plan));
    let owner = class
        .class
        .owner
        .as_deref()
        .filter(|path| !path.is_empty())
        .map(|path| quote!(.owner(&[#(#path),*])));
    let access = access(&class.class.access);
    let permissions = class.class.permissions.as_ref().map(permissions);
    let indexes = class.class.indexes.iter().map(index);
    let indexes = (!class.class.indexes.is_empty()).then(|| quote!(.indexes(&[#(#indexes),*])));
    let notify = class.class.notify.iter().map(notify);
    let notify = (!class.class.notify.is_empty()).then(|| quote!(.notify(&[#(#notify),*])));
    let graphql = labels::names(graphql);
    let prose = labels::prose(&descriptions(class.class));
    let doc = format!(" What the engine knows of `{}`.", class.title());
    [
        quote! {
            #[doc = #doc]
            pub static CLASS: ClassDef =
                ClassDef::new(#wire, FIELDS) #owner #access #permissions #indexes #notify #graphql #prose;
        },
        quote!(const FIELDS: &[FieldDef] = &[#(#fields),*];),
    ]
}

pub fn principals(list: &[Principal]) -> TokenStream {
    let principals = list.iter().map(|principal| match principal {
        Principal::Public => quote!(Principal::Public),
        Principal::Authenticated => quote!(Principal::Authenticated),
        Principal::Owner => quote!(Principal::Owner),
        Principal::Role(name) => quote!(Principal::Role(#name)),
    });
    quote!(&[#(#principals),*])
}

fn access(access: &Access) -> TokenStream {
    let [read, create, update, delete] =
        [&access.read, &access.create, &access.update, &access.delete].map(|list| principals(list));
    let create_as_owner = access.create_as_owner;
    quote! {
        .access(Access { read: #read, create: #create, update: #update, delete: #delete, create_as_owner: #create_as_owner })
    }
}

/// `classLevelPermissions` as the engine takes them: an operation that is not named is open to all.
fn permissions(permissions: &ClassPermissions) -> TokenStream {
    let operations = ["find", "get", "count", "create", "update", "delete"];
    let operations = operations.iter().filter_map(|operation| {
        let permission = permission(permissions.operations.get(*operation)?);
        let operation = format_ident!("{operation}");
        Some(quote!(#operation: Some(#permission),))
    });
    let fields = |name: &str, fields: &[String]| {
        let name = format_ident!("{name}");
        (!fields.is_empty()).then(|| quote!(#name: &[#(#fields),*],))
    };
    let read = fields("read_user_fields", &permissions.read_user_fields);
    let write = fields("write_user_fields", &permissions.write_user_fields);
    let protected = permissions
        .protected_fields
        .iter()
        .map(|(group, fields)| quote!((#group, &[#(#fields),*])));
    let protected = (!permissions.protected_fields.is_empty())
        .then(|| quote!(protected_fields: &[#(#protected),*],));
    quote! {
        .permissions(Permissions { #(#operations)* #read #write #protected ..Permissions::OPEN })
    }
}

fn permission(permission: &Permission) -> TokenStream {
    let allowed = &permission.allowed;
    let authenticated = permission
        .requires_authentication
        .then(|| quote!(.or_authenticated()));
    let fields = &permission.pointer_fields;
    let pointed_at = (!fields.is_empty()).then(|| quote!(.or_pointed_at(&[#(#fields),*])));
    quote!(Permission::to(&[#(#allowed),*]) #authenticated #pointed_at)
}

fn notify(notify: &Notify) -> TokenStream {
    let Notify { when, to, message } = notify;
    quote!(Notify::new(#when, &[#(#to),*], #message))
}

fn index(index: &Index) -> TokenStream {
    let fields = index
        .fields
        .iter()
        .map(|(field, direction)| match direction {
            Direction::Ascending => quote!((#field, Direction::Ascending)),
            Direction::Descending => quote!((#field, Direction::Descending)),
        });
    let build = if index.unique {
        quote!(unique)
    } else {
        quote!(new)
    };
    quote!(IndexDef::#build(&[#(#fields),*]))
}

pub fn definition(field: &Field, plan: &Plan) -> TokenStream {
    let shape = shape(&field.name.wire, &field.shape, plan);
    let default = field.default.as_ref().map(|value| {
        let json = value.to_string();
        quote!(.default(#json))
    });
    let flags = [
        (field.required, quote!(.required())),
        (field.unique, quote!(.unique())),
        (field.index, quote!(.index())),
        (field.read_only, quote!(.read_only())),
        (field.immutable, quote!(.immutable())),
        (field.hidden, quote!(.hidden())),
    ];
    let flags = flags
        .into_iter()
        .filter_map(|(set, call)| set.then_some(call));
    quote!(#shape #(#flags)* #default)
}

/// The definition of a value of this shape, with its checks.
pub fn shape(name: &str, shape_: &Shape, plan: &Plan) -> TokenStream {
    let kind = match &shape_.ty {
        FieldType::String => quote!(FieldDef::string(#name)),
        FieldType::Enum(values) => {
            let one_of = values.values.iter().map(|value| &value.name.wire);
            let steps = values.transitions.iter().map(|step| {
                let (from, to) = (&step.from, &step.to);
                let by = step.by.as_deref().map(|list| {
                    let list = principals(list);
                    quote!(.by(#list))
                });
                quote!(Transition::new(#from, #to) #by)
            });
            let steps =
                (!values.transitions.is_empty()).then(|| quote!(.transitions(&[#(#steps),*])));
            quote!(FieldDef::string(#name).one_of(&[#(#one_of),*]) #steps)
        }
        FieldType::Number => quote!(FieldDef::number(#name)),
        FieldType::Boolean => quote!(FieldDef::boolean(#name)),
        FieldType::Date => quote!(FieldDef::date(#name)),
        FieldType::Object(Some(fields)) if !fields.is_empty() => {
            let fields = fields.iter().map(|field| definition(field, plan));
            quote!(FieldDef::object_of(#name, &[#(#fields),*]))
        }
        FieldType::Object(_) => quote!(FieldDef::object(#name)),
        FieldType::Array(Some(element)) => {
            let element = shape("", element, plan);
            quote!(FieldDef::array_of(#name, &#element))
        }
        FieldType::Array(None) => quote!(FieldDef::array(#name)),
        FieldType::GeoPoint => quote!(FieldDef::geo_point(#name)),
        FieldType::Polygon => quote!(FieldDef::polygon(#name)),
        FieldType::File => quote!(FieldDef::file(#name)),
        FieldType::Bytes => quote!(FieldDef::bytes(#name)),
        FieldType::Acl => quote!(FieldDef::acl(#name)),
        FieldType::Pointer(pointer) => {
            let class = plan.wire(pointer.class);
            let on_delete = match pointer.on_delete {
                OnDelete::Keep => None,
                OnDelete::Restrict => Some(quote!(.on_delete(OnDelete::Restrict))),
                OnDelete::Cascade => Some(quote!(.on_delete(OnDelete::Cascade))),
                OnDelete::Clear => Some(quote!(.on_delete(OnDelete::Clear))),
            };
            quote!(FieldDef::pointer(#name, #class) #on_delete)
        }
        FieldType::Relation(class) => {
            let class = plan.wire(*class);
            quote!(FieldDef::relation(#name, #class))
        }
    };
    let checks = checks(shape_);
    quote!(#kind #checks)
}

fn checks(shape: &Shape) -> TokenStream {
    let checks = &shape.checks;
    let integer = checks.integer.then(|| quote!(.integer()));
    let minimum = checks
        .minimum
        .map(number::literal)
        .map(|value| quote!(.minimum(#value)));
    let maximum = checks
        .maximum
        .map(number::literal)
        .map(|value| quote!(.maximum(#value)));
    let min_length = checks
        .min_length
        .map(number::count)
        .map(|length| quote!(.min_length(#length)));
    let max_length = checks
        .max_length
        .map(number::count)
        .map(|length| quote!(.max_length(#length)));
    let pattern = checks
        .pattern
        .as_ref()
        .map(|pattern| quote!(.pattern(#pattern)));
    let format = checks.format.map(|format| match format {
        Format::Email => quote!(.format(Format::Email)),
        Format::Url => quote!(.format(Format::Url)),
        Format::Uuid => quote!(.format(Format::Uuid)),
        Format::Phone => quote!(.format(Format::Phone)),
    });
    quote!(#integer #minimum #maximum #min_length #max_length #pattern #format)
}

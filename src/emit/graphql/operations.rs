//! Documents for the clients of a schema: for each class a fragment with its fields, and the operations that most
//! applications begin with. Tools make typed calls of them.

use super::text::Selection;
use crate::model::{Class, Field, FieldType, Shape, SystemClass};
use crate::plan::graphql::{Names, RESULT, Words, operation_files, rule};
use crate::plan::{Plan, Scope};
use crate::tree::{Owner, Tree};

const FOLDER: &str = "graphql/operations";
const ORIGIN: &str =
    "# @generated from schema.json by backsmith. Copy what you change into a file of your own.\n";

/// How many a list asks for, where nobody says.
const PAGE: u8 = 20;

pub fn emit(plan: &Plan, names: &Names, tree: &mut Tree) {
    let files = operation_files(plan);
    let mut writer = Writer {
        names,
        operations: Scope::default(),
    };
    let classes = plan.model.classes.iter().zip(&names.classes);
    for ((class, words), file) in classes.zip(files) {
        let text = writer.class(class, words);
        tree.add(format!("{FOLDER}/{file}.graphql"), text, Owner::Generator);
    }
    let accounts = writer.accounts(plan);
    tree.add(
        format!("{FOLDER}/accounts.graphql"),
        accounts,
        Owner::Generator,
    );
    if !plan.functions.is_empty() {
        let functions = writer.functions(plan);
        tree.add(
            format!("{FOLDER}/functions.graphql"),
            functions,
            Owner::Generator,
        );
    }
}

struct Writer<'a> {
    names: &'a Names,
    /// What operations are called, across all files.
    operations: Scope,
}

impl Writer<'_> {
    fn class(&mut self, class: &Class, words: &Words) -> String {
        let name = words.at("");
        let (one, many) = (rule::single(name), words.at("[]"));
        let list = rule::capitalised(many);
        let fields = format!("...{name}Fields");
        let mut text = ORIGIN.to_owned();
        text.push_str(&self.fragment(class, words));
        self.operation(
            &mut text,
            "query",
            &format!("Get{name}"),
            "$id: ID!",
            &Selection::new(format!("{one}(id: $id)")).leaf(&fields),
        );
        let page = |of: String| {
            Selection::new(of)
                .with(
                    Selection::new("pageInfo")
                        .leaf("hasNextPage")
                        .leaf("endCursor"),
                )
                .with(Selection::new("edges").with(Selection::new("node").leaf(&fields)))
        };
        self.operation(
            &mut text,
            "query",
            &format!("List{list}"),
            &format!(
                "$where: {name}WhereInput, $order: [{name}Order!], $first: Int = {PAGE}, $after: String"
            ),
            &page(format!(
                "{many}(where: $where, order: $order, first: $first, after: $after)"
            )),
        );
        for (field, by) in leading(class, words) {
            self.operation(
                &mut text,
                "query",
                &format!("List{list}By{}", rule::capitalised(&field)),
                &format!("$id: ID!, $first: Int = {PAGE}, $after: String"),
                &page(format!("{many}(where: {by}, first: $first, after: $after)")),
            );
        }
        self.mutations(&mut text, class, name, &one);
        let event = |of: String| {
            Selection::new(of)
                .leaf("event")
                .leaf("position")
                .with(Selection::new("node").leaf(&fields))
        };
        self.operation(
            &mut text,
            "subscription",
            &format!("Watch{list}"),
            &format!("$where: {name}WhereInput, $after: String"),
            &event(format!("{many}(where: $where, after: $after)")),
        );
        for (field, by) in leading(class, words) {
            self.operation(
                &mut text,
                "subscription",
                &format!("Watch{list}By{}", rule::capitalised(&field)),
                "$id: ID!, $after: String",
                &event(format!("{many}(where: {by}, after: $after)")),
            );
        }
        text
    }

    fn mutations(&mut self, text: &mut String, class: &Class, name: &str, one: &str) {
        let written = || Selection::new(one).leaf(format!("...{name}Fields"));
        // A user signs up.
        if class.system != Some(SystemClass::User) {
            self.operation(
                text,
                "mutation",
                &format!("Create{name}"),
                &format!("$fields: Create{name}FieldsInput!"),
                &Selection::new(format!("create{name}(input: {{fields: $fields}})"))
                    .with(written()),
            );
        }
        self.operation(
            text,
            "mutation",
            &format!("Update{name}"),
            &format!("$id: ID!, $fields: Update{name}FieldsInput!"),
            &Selection::new(format!("update{name}(input: {{id: $id, fields: $fields}})"))
                .with(written()),
        );
        self.operation(
            text,
            "mutation",
            &format!("Delete{name}"),
            "$id: ID!",
            &Selection::new(format!("delete{name}(input: {{id: $id}})")).leaf("clientMutationId"),
        );
    }

    /// What an object has of its own; of what it points at, the id.
    fn fragment(&self, class: &Class, words: &Words) -> String {
        let name = words.at("");
        let mut fragment = Selection::new(format!("fragment {name}Fields on {name}"));
        for leaf in ["id", "objectId", "createdAt", "updatedAt"] {
            fragment = fragment.leaf(leaf);
        }
        let visible = class.fields.iter().filter(|field| !field.hidden);
        for field in visible {
            let path = &field.name.wire;
            fragment.extend(self.selected(words.at(path), &field.shape, path, words));
        }
        format!("\n{}", fragment.print(0))
    }

    /// A field with what is asked of it; nothing of a Relation, which is a list of its own.
    fn selected(&self, name: &str, shape: &Shape, path: &str, words: &Words) -> Option<Selection> {
        let field = Selection::new(name);
        Some(match &shape.ty {
            FieldType::String
            | FieldType::Enum(_)
            | FieldType::Number
            | FieldType::Boolean
            | FieldType::Date
            | FieldType::Bytes => field,
            FieldType::Object(Some(fields)) if !fields.is_empty() => {
                self.record(field, fields, path, words)
            }
            FieldType::Object(_) => field,
            FieldType::Array(Some(element)) => return self.selected(name, element, path, words),
            FieldType::Array(None) => field
                .with(Selection::new("... on Element").leaf("value"))
                .with(Selection::new("... on Node").leaf("id")),
            FieldType::GeoPoint | FieldType::Polygon => field.leaf("latitude").leaf("longitude"),
            FieldType::File => field.leaf("name").leaf("url"),
            FieldType::Pointer(_) => field.leaf("id"),
            FieldType::Relation(_) => return None,
            FieldType::Acl => {
                let rights = |of: &str| Selection::new(of).leaf("read").leaf("write");
                field
                    .with(rights("users").leaf("userId"))
                    .with(rights("roles").leaf("roleName"))
                    .with(rights("public"))
            }
        })
    }

    fn record(
        &self,
        mut record: Selection,
        fields: &[Field],
        path: &str,
        words: &Words,
    ) -> Selection {
        for field in fields {
            let path = format!("{path}.{}", field.name.wire);
            record.extend(self.selected(words.at(&path), &field.shape, &path, words));
        }
        record
    }

    fn accounts(&mut self, plan: &Plan) -> String {
        let mut text = ORIGIN.to_owned();
        // The fragment is there where the schema has the class.
        let listed = plan.model.classes.iter();
        let known = listed
            .filter(|class| class.system == Some(SystemClass::User))
            .count()
            > 0;
        let user = || {
            let user = Selection::new("user");
            if known {
                user.leaf("...UserFields")
            } else {
                user.leaf("id").leaf("username")
            }
        };
        let viewer = || Selection::new("viewer").leaf("sessionToken").with(user());
        self.operation(&mut text, "query", "Viewer", "", &viewer());
        for (name, variables, call) in [
            (
                "SignUp",
                "$fields: CreateUserFieldsInput!",
                "signUp(input: {fields: $fields})",
            ),
            (
                "LogIn",
                "$username: String!, $password: String!",
                "logIn(input: {username: $username, password: $password})",
            ),
        ] {
            let asked = Selection::new(call).with(viewer());
            self.operation(&mut text, "mutation", name, variables, &asked);
        }
        let ok = Selection::new("logOut(input: {})").leaf("ok");
        self.operation(&mut text, "mutation", "LogOut", "", &ok);
        text
    }

    fn functions(&mut self, plan: &Plan) -> String {
        let mut text = ORIGIN.to_owned();
        for (function, words) in plan.functions.iter().zip(&self.names.functions) {
            let mutation = words.at("");
            let name = rule::capitalised(mutation);
            let result = match &function.function.result {
                Some(result) => self.result(result, words),
                None => Some(Selection::new("result")),
            };
            let mut asked = Selection::new(format!("{mutation}(input: $input)"));
            asked.extend(result);
            let input = format!("$input: {name}Input!");
            self.operation(&mut text, "mutation", &name, &input, &asked);
        }
        text
    }

    /// The result of a function, with the fields of the object that it leads to.
    fn result(&self, result: &Shape, words: &Words) -> Option<Selection> {
        match &result.ty {
            FieldType::Pointer(pointer) => {
                let class = self.names.classes[pointer.class].at("");
                Some(Selection::new("result").leaf(format!("...{class}Fields")))
            }
            FieldType::Array(Some(element)) => self.result(element, words),
            _ => self.selected("result", result, RESULT, words),
        }
    }

    fn operation(
        &mut self,
        text: &mut String,
        kind: &str,
        name: &str,
        variables: &str,
        asked: &Selection,
    ) {
        let name = self.operations.claim(name, "Operation");
        let variables = match variables {
            "" => String::new(),
            variables => format!("({variables})"),
        };
        let operation = Selection::new(format!("{kind} {name}{variables}")).with(asked.clone());
        text.push('\n');
        text.push_str(&operation.print(0));
    }
}

/// The Pointers without which an object is not: each with the condition that it leads to `$id`.
fn leading(class: &Class, words: &Words) -> Vec<(String, String)> {
    let fields = class.fields.iter().filter(|field| {
        field.required && !field.hidden && matches!(field.shape.ty, FieldType::Pointer(_))
    });
    let condition = |field: &Field| {
        let name = words.at(&field.name.wire);
        let by = format!("{{{name}: {{have: {{id: {{equalTo: $id}}}}}}}}");
        (name.to_owned(), by)
    };
    fields.map(condition).collect()
}

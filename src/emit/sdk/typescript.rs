//! TypeScript: names as they are on the wire, enums as unions of literals.

use super::{Language, Naming, Taken, Type, Use};
use crate::model::Name;

#[derive(Clone, Copy, Debug)]
pub struct TypeScript;

/// What the runtime exports, and types of the language that emitted code mentions.
const TYPES: &str = "\
    Acl AnyClass Auth BackendError Batch BatchOptions CacheOptions CallOptions Class Classes Client ClientOf \
    Closed Collection Condition Config Connection Credentials Date Enum ErrorCode FetchLike Files Filter Found \
    Functions GeoPoint IncludePath Included Increment Json JsonObject KeptOutboxOptions KeyValueStore Known \
    LaidOver Linked ListChange ListWatch Live LiveEvent LiveQuery LiveState NewPerson Opaque Open Operation \
    OrderBy Outbox OutboxEntry OutboxOptions OutboxStore Page Patch Person Pointer Polygon Prepare Promise Query \
    ReadCache Readonly Record Relation RelationChange Replayed RequestInfo Resolution ResponseInfo Results \
    RetryPolicy Sender SessionEvent SessionStorage Settled SettledResults Shape Storable Stored StoredFile \
    Subquery Uint8Array Unset UpdateOptions Updated UploadOptions Watch WebSocketLike Where WriteOptions Written";

/// What adapters export as `useUser` and the like, beside `use` and the name of the client.
const ADAPTERS: &str = "\
    Action CachedList CachedObject Invalidation LiveList LiveObject LiveRefresh Offline Surroundings User";

/// Words of the language, and what the package exports beside classes.
const VALUES: &str = "\
    abstract any arguments as async await break case catch class concerns connect const continue createClient \
    debugger declare decode default defineClass defineEnum delete do else encode enum eval export extends false \
    finally for from function functions geoPoint get if implements import in instanceof interface is \
    isBackendError isPointer keptOutbox laidOver let memoryOutbox memoryStorage module namespace new null of op \
    package polygon private protected public renamed return safe set static super switch symbol this throw true \
    try type typeof undefined unknown var void webStorage while with yield";

/// What a client has beside its collections, and what any object has.
const MEMBERS: &str = "\
    auth batch close constructor files functions hasOwnProperty live send then toString valueOf";

impl Naming for TypeScript {
    fn taken(&self) -> Taken {
        Taken {
            types: TYPES,
            values: VALUES,
            members: MEMBERS,
            files: "index",
            keywords: "",
            // A literal can be any word, and no class has two of one name.
            fields: "",
            own: "",
            variants: "",
        }
    }

    fn client_name(&self, package: &str) -> String {
        let name = self.type_name(package);
        match ADAPTERS.split(' ').any(|word| word == name) {
            true => name + "Client",
            false => name,
        }
    }

    /// As on the wire, so that nothing is renamed on the way.
    fn member(&self, name: &Name) -> String {
        let mut letters = name.wire.chars();
        let plain = letters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if plain {
            name.wire.clone()
        } else {
            self.literal(&name.wire)
        }
    }

    fn variant(&self, name: &Name) -> String {
        self.literal(&name.wire)
    }

    fn literal(&self, text: &str) -> String {
        let mut literal = String::from("'");
        for letter in text.chars() {
            match letter {
                '\'' | '\\' => literal.extend(['\\', letter]),
                '\n' => literal.push_str("\\n"),
                '\u{2028}' | '\u{2029}' => literal.push_str(&format!("\\u{:04x}", letter as u32)),
                _ if letter.is_control() => {
                    literal.push_str(&format!("\\u{{{:x}}}", letter as u32));
                }
                _ => literal.push(letter),
            }
        }
        literal.push('\'');
        literal
    }
}

impl Language for TypeScript {
    fn folder(&self) -> &'static str {
        "typescript"
    }

    fn spell(&self, ty: &Type, used: Use) -> String {
        match ty {
            Type::String => "string".to_owned(),
            Type::Enum(name) if used == Use::Write => (*name).to_owned(),
            Type::Enum(name) => format!("Open<{name}>"),
            Type::Number | Type::Integer => "number".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::Date => "Date".to_owned(),
            Type::Object => "JsonObject".to_owned(),
            Type::Record { name, open } if *open && used == Use::Write => format!("Closed<{name}>"),
            Type::Record { name, .. } => (*name).to_owned(),
            Type::List(None) => "Json[]".to_owned(),
            Type::List(Some(element)) => format!("{}[]", self.spell(element, used)),
            Type::GeoPoint => "GeoPoint".to_owned(),
            Type::Polygon => "Polygon".to_owned(),
            Type::File => "StoredFile".to_owned(),
            Type::Bytes => "Uint8Array".to_owned(),
            Type::Acl => "Acl".to_owned(),
            Type::Pointer(class) if used == Use::Result => format!("Linked<{}>", class.class),
            Type::Pointer(class) => format!("Pointer<{}>", class.class),
            Type::Relation(class) if used == Use::Write => {
                format!("RelationChange<{}>", class.class)
            }
            Type::Relation(class) => format!("Relation<{}>", class.class),
        }
    }

    fn foreign(&self) -> &'static [&'static str] {
        &[
            "Acl",
            "Closed",
            "GeoPoint",
            "Json",
            "JsonObject",
            "Linked",
            "Open",
            "Pointer",
            "Polygon",
            "Relation",
            "RelationChange",
            "StoredFile",
        ]
    }

    fn comment(&self, word: &str) -> String {
        word.replace("*/", "*\\/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_class_is_called_what_the_runtime_exports() {
        let index = include_str!("../../../templates/sdk/typescript/src/runtime/index.ts");
        let exported = index
            .split("export ")
            .filter_map(|statement| statement.split_once('{')?.1.split_once('}'))
            .flat_map(|(names, _)| names.split(','))
            .filter_map(|name| name.rsplit(" as ").next())
            .map(str::trim)
            .filter(|name| !name.is_empty());
        for name in exported {
            let is_type = name.starts_with(|letter: char| letter.is_ascii_uppercase());
            let taken = if is_type { TYPES } else { VALUES };
            assert!(taken.split(' ').any(|word| word == name), "`{name}`");
        }
    }

    #[test]
    fn no_client_is_called_what_an_adapter_exports() {
        let sdk = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/sdk");
        let mut seen = 0;
        for adapter in ["react", "next", "react-native", "vue", "angular"] {
            for file in std::fs::read_dir(format!("{sdk}/{adapter}/src")).unwrap() {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                let functions = text.split("export function ").skip(1);
                for name in functions.filter_map(|after| after.split(['<', '(']).next()) {
                    let hook = name.strip_prefix("use").or(name.strip_prefix("inject"));
                    let own =
                        |word: &&str| word.starts_with(|letter: char| letter.is_ascii_uppercase());
                    let Some(word) = hook.filter(own) else {
                        continue;
                    };
                    seen += 1;
                    let mut taken = ADAPTERS.split(' ').chain(TYPES.split(' '));
                    assert!(taken.any(|one| one == word), "`{name}`");
                }
            }
        }
        assert!(seen > 0);
    }

    #[test]
    fn any_text_is_a_literal() {
        assert_eq!(TypeScript.literal("it's a \\ \n"), r"'it\'s a \\ \n'");
        assert_eq!(TypeScript.literal("\u{7}\u{2028}"), r"'\u{7}\u2028'");
    }
}

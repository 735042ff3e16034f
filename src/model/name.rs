//! Names: what stands on the wire, and what stands in code.

/// A wire name, which never changes, with the base that code names are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As the file and the wire have it (`_User`, `totalAmount`).
    pub wire: String,
    /// Letters, digits and `_`, beginning with a letter. Within one scope no two are alike in any casing that a target
    /// may use, so an emitter may case it and escape its reserved words, and nothing meets.
    pub code: String,
}

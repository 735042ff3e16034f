//! Who may do what: rules become terms of the query, never a check row by row afterwards.

/// The rule of a class. An empty list is nobody: the master key alone.
#[derive(Debug)]
pub struct Access {
    pub read: &'static [Principal],
    pub create: &'static [Principal],
    pub update: &'static [Principal],
    pub delete: &'static [Principal],
    /// Who creates without a role becomes the owner of what he creates, and of nothing else.
    pub create_as_owner: bool,
}

/// One who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    Public,
    Authenticated,
    /// The user at the end of the class's owner path.
    Owner,
    Role(&'static str),
}

impl Access {
    pub const NOBODY: Self =
        Self { read: &[], create: &[], update: &[], delete: &[], create_as_owner: false };
}

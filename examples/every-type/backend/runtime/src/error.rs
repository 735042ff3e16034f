//! Errors as a client sees them: a Parse code, a sentence, an HTTP status. What a client must not see goes to the log.

use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What an operation failed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    pub code: Code,
    /// For the client; never holds a secret or an internal detail.
    pub message: Cow<'static, str>,
    /// What a program may want to know beside the code: members of the answer.
    details: Option<Box<Map<String, Value>>>,
}

/// Error codes of the Parse protocol, as its clients know them, and codes of the user's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub i32);

impl Code {
    /// No client sees it: the server does not come up.
    pub const STARTUP: Self = Self(-1);
    pub const INTERNAL: Self = Self(1);
    /// Another server that it takes cannot be asked, or this one is asked too often.
    pub const CONNECTION_FAILED: Self = Self(100);
    pub const OBJECT_NOT_FOUND: Self = Self(101);
    pub const INVALID_QUERY: Self = Self(102);
    pub const INVALID_CLASS_NAME: Self = Self(103);
    pub const MISSING_OBJECT_ID: Self = Self(104);
    pub const INVALID_FIELD_NAME: Self = Self(105);
    pub const INVALID_POINTER: Self = Self(106);
    pub const INVALID_JSON: Self = Self(107);
    pub const COMMAND_UNAVAILABLE: Self = Self(108);
    pub const INCORRECT_TYPE: Self = Self(111);
    pub const PUSH_MISCONFIGURED: Self = Self(115);
    pub const OBJECT_TOO_LARGE: Self = Self(116);
    pub const OPERATION_FORBIDDEN: Self = Self(119);
    pub const INVALID_NESTED_KEY: Self = Self(121);
    pub const INVALID_FILE_NAME: Self = Self(122);
    pub const INVALID_ACL: Self = Self(123);
    pub const TIMEOUT: Self = Self(124);
    pub const INVALID_EMAIL: Self = Self(125);
    pub const INVALID_SESSION_TOKEN: Self = Self(209);
    pub const SESSION_MISSING: Self = Self(206);
    pub const UNSUPPORTED_SERVICE: Self = Self(252);
    pub const ALREADY_LINKED: Self = Self(208);
    pub const FILE_TOO_LARGE: Self = Self(129);
    pub const FILE_SAVE_ERROR: Self = Self(130);
    pub const DUPLICATE_VALUE: Self = Self(137);
    pub const SCRIPT_FAILED: Self = Self(141);
    /// A deviceToken that several installations have.
    pub const INSTALLATION_ID_MISSING: Self = Self(132);
    pub const INSTALLATION_FIELD_MISSING: Self = Self(135);
    pub const INSTALLATION_FIELD_FIXED: Self = Self(136);
    pub const VALIDATION: Self = Self(142);
    /// A webhook gave no answer, or cannot be registered.
    pub const WEBHOOK: Self = Self(143);
    pub const FILE_DELETE_ERROR: Self = Self(153);
    pub const INVALID_PUSH_TIME: Self = Self(152);
    pub const REQUEST_LIMIT_EXCEEDED: Self = Self(155);
    /// The object has changed since the client read it. Parse has no such code; its clients pass it on.
    pub const OBJECT_CHANGED: Self = Self(158);
    pub const DUPLICATE_REQUEST: Self = Self(159);
    pub const USERNAME_MISSING: Self = Self(200);
    pub const PASSWORD_MISSING: Self = Self(201);
    pub const USERNAME_TAKEN: Self = Self(202);
    pub const EMAIL_TAKEN: Self = Self(203);
    pub const EMAIL_MISSING: Self = Self(204);
    pub const EMAIL_NOT_FOUND: Self = Self(205);
}

impl Error {
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            details: None,
        }
    }

    /// Tells the client this too, as a member of the answer beside code and sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let details = self.details.get_or_insert_default();
        details.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn details(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.details.iter().flat_map(|details| details.iter())
    }

    pub fn not_found() -> Self {
        Self::new(Code::OBJECT_NOT_FOUND, "Object not found.")
    }

    pub fn forbidden() -> Self {
        Self::new(Code::OPERATION_FORBIDDEN, "Permission denied")
    }

    pub fn query(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::INVALID_QUERY, message)
    }

    pub fn validation(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::VALIDATION, message)
    }

    /// More waits than the server takes on.
    pub fn busy() -> Self {
        Self::new(
            Code::REQUEST_LIMIT_EXCEEDED,
            "The server is busy; try again.",
        )
    }

    /// What a write was decided on changed again and again.
    pub fn contended() -> Self {
        Self::new(
            Code::REQUEST_LIMIT_EXCEEDED,
            "The object is being changed by others; try again.",
        )
    }

    /// A request that was made before, and whose answer is not given again.
    pub fn duplicate_request() -> Self {
        Self::new(Code::DUPLICATE_REQUEST, "Duplicate request")
    }

    /// Why the server does not come up, for whoever starts it.
    pub fn startup(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::STARTUP, message)
    }

    /// Something that is not the client's doing: the cause is logged, the client learns only that it failed.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!("{cause}");
        Self::new(Code::INTERNAL, "Internal server error.")
    }

    /// The HTTP status that Parse gives to the code.
    pub fn status(&self) -> u16 {
        match self.code {
            Code::INTERNAL => 500,
            Code::OBJECT_NOT_FOUND => 404,
            Code::FILE_TOO_LARGE => 413,
            Code::OBJECT_CHANGED => 409,
            Code::CONNECTION_FAILED | Code::TIMEOUT | Code::REQUEST_LIMIT_EXCEEDED => 503,
            _ => 400,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Code::STARTUP => f.write_str(&self.message),
            Code(code) => write!(f, "{} (code {code})", self.message),
        }
    }
}

/// As it is shown where `main` returns it: a sentence.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// What the user's code fails with for a reason that needs no code: 141, with this for the client.
impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::new(Code::SCRIPT_FAILED, message)
    }
}

impl From<&'static str> for Error {
    fn from(message: &'static str) -> Self {
        Self::new(Code::SCRIPT_FAILED, message)
    }
}

/// An error for a value that a hook does not accept.
pub fn invalid(field: &str, reason: impl fmt::Display) -> Error {
    Error::validation(format!("{field}: {reason}"))
}

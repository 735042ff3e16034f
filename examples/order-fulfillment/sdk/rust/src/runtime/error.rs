//! What a call fails with.

use super::Object;
use std::fmt;
use std::time::Duration;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a call fails with. Each kind has the [`Problem`] that the server told of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The object has changed since it was read; read it again.
    Conflict(Problem),
    /// There is no such object, or none that may be seen.
    NotFound(Problem),
    /// Name and password do not belong together.
    InvalidCredentials(Problem),
    /// The session has ended: nobody is signed in any more.
    InvalidSession(Problem),
    Forbidden(Problem),
    /// A value that the schema does not take.
    Validation(Problem),
    /// Another object has this value of a unique field.
    Duplicate(Problem),
    /// A mistake in the program, or a client that is older than its server.
    BadRequest(Problem),
    TooLarge(Problem),
    RateLimited {
        problem: Problem,
        retry_after: Option<Duration>,
    },
    /// The server is busy, starting, or behind a proxy that does not reach it.
    Unavailable {
        problem: Problem,
        retry_after: Option<Duration>,
    },
    /// The server's own code refused, in its own words.
    Rejected(Problem),
    Server(Problem),
    /// No answer came. What was asked for may have been done.
    Network(Problem),
    /// The answer is not what this client can read.
    Unreadable(Problem),
}

/// What is known of a failure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problem {
    pub message: String,
    /// The code of the Parse protocol.
    pub code: Option<i64>,
    /// Of the answer; `None` where none came.
    pub status: Option<u16>,
    /// What the server calls the request in its log.
    pub request_id: Option<String>,
    /// What else the server told.
    pub details: Object,
}

impl Problem {
    pub(super) fn of(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::default()
        }
    }
}

impl Error {
    pub fn problem(&self) -> &Problem {
        match self {
            Self::Conflict(problem)
            | Self::NotFound(problem)
            | Self::InvalidCredentials(problem)
            | Self::InvalidSession(problem)
            | Self::Forbidden(problem)
            | Self::Validation(problem)
            | Self::Duplicate(problem)
            | Self::BadRequest(problem)
            | Self::TooLarge(problem)
            | Self::RateLimited { problem, .. }
            | Self::Unavailable { problem, .. }
            | Self::Rejected(problem)
            | Self::Server(problem)
            | Self::Network(problem)
            | Self::Unreadable(problem) => problem,
        }
    }

    /// Whether the same call may succeed later, and asking again does nothing twice.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. } | Self::Unavailable { .. } | Self::Network(_)
        )
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::Unavailable { retry_after, .. } => {
                *retry_after
            }
            _ => None,
        }
    }

    pub(super) fn unreadable(cause: impl fmt::Display) -> Self {
        Self::Unreadable(Problem::of(cause.to_string()))
    }

    /// The failure that an answer tells of.
    pub(super) fn told(problem: Problem, retry_after: Option<Duration>) -> Self {
        let limited = |problem| Self::RateLimited {
            problem,
            retry_after,
        };
        let unavailable = |problem| Self::Unavailable {
            problem,
            retry_after,
        };
        let kind: &dyn Fn(Problem) -> Self = match (problem.status, problem.code) {
            (Some(429), _) => &limited,
            (_, Some(101)) if problem.message == "Invalid username/password." => {
                &Self::InvalidCredentials
            }
            (_, Some(1)) => &Self::Server,
            (_, Some(101 | 205)) => &Self::NotFound,
            (_, Some(102..=108 | 121)) => &Self::BadRequest,
            (_, Some(111 | 122 | 123 | 125 | 142 | 200 | 201 | 204)) => &Self::Validation,
            (_, Some(116 | 129)) => &Self::TooLarge,
            (_, Some(119 | 206)) => &Self::Forbidden,
            (_, Some(124 | 155)) => &unavailable,
            (_, Some(137 | 202 | 203 | 208)) => &Self::Duplicate,
            (_, Some(158)) => &Self::Conflict,
            (_, Some(209)) => &Self::InvalidSession,
            (Some(401 | 403), _) => &Self::Forbidden,
            (Some(404), _) => &Self::NotFound,
            (Some(408 | 502..=504), _) => &unavailable,
            (Some(409), _) => &Self::Conflict,
            (Some(413), _) => &Self::TooLarge,
            (Some(500..), _) => &Self::Server,
            (Some(_), None) => &Self::BadRequest,
            _ => &Self::Rejected,
        };
        kind(problem)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { message, code, .. } = self.problem();
        match code {
            Some(code) => write!(f, "{message} (code {code})"),
            None => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

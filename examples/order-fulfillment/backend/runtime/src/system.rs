//! The system classes as they are where a schema says nothing of them.

use crate::access::{Access, Principal};
use crate::class::{ClassDef, FieldDef, Format, OnDelete};

pub(crate) static CLASSES: &[&ClassDef] = &[
    &USER,
    &ROLE,
    &SESSION,
    &INSTALLATION,
    &TOKEN,
    &GLOBAL_CONFIG,
    &IDEMPOTENCY_RECORD,
    &JOB_STATUS,
    &PUSH_STATUS,
    &AUDIENCE,
    &HOOKS,
    &WEBHOOK_DELIVERY,
];

const ADMIN: &[Principal] = &[Principal::Role("admin")];
const OWNER_OR_ADMIN: &[Principal] = &[Principal::Owner, Principal::Role("admin")];

static USER: ClassDef = ClassDef::new(
    "_User",
    &[
        FieldDef::string("username").required(),
        FieldDef::string("email").format(Format::Email),
        FieldDef::string("password").required().hidden(),
        FieldDef::boolean("emailVerified").read_only(),
        FieldDef::object("authData").hidden(),
    ],
)
.access(Access {
    read: OWNER_OR_ADMIN,
    create: &[Principal::Public],
    update: OWNER_OR_ADMIN,
    delete: OWNER_OR_ADMIN,
    create_as_owner: false,
});

static ROLE: ClassDef = ClassDef::new(
    "_Role",
    &[
        FieldDef::string("name").required().unique().immutable(),
        FieldDef::relation("users", "_User"),
        FieldDef::relation("roles", "_Role"),
    ],
)
.access(Access {
    read: ADMIN,
    create: ADMIN,
    update: ADMIN,
    delete: ADMIN,
    create_as_owner: false,
});

static SESSION: ClassDef = ClassDef::new(
    "_Session",
    &[
        FieldDef::pointer("user", "_User")
            .on_delete(OnDelete::Cascade)
            .required()
            .read_only(),
        FieldDef::string("sessionToken")
            .hidden()
            .unique()
            .read_only(),
        FieldDef::date("expiresAt").read_only(),
        FieldDef::string("installationId").read_only(),
        FieldDef::object("createdWith").read_only(),
        FieldDef::boolean("restricted").read_only(),
    ],
)
.owner(&["user"])
.access(Access {
    read: OWNER_OR_ADMIN,
    create: &[],
    update: OWNER_OR_ADMIN,
    delete: OWNER_OR_ADMIN,
    create_as_owner: false,
});

/// A device, which its own application tells of itself: read and changed by whoever knows its objectId. The list of all is
/// for the master key, which `access` sees to.
static INSTALLATION: ClassDef = ClassDef::new(
    "_Installation",
    &[
        FieldDef::string("installationId").index(),
        FieldDef::string("deviceToken").index(),
        FieldDef::string("deviceType"),
        FieldDef::array("channels"),
        FieldDef::string("appName"),
        FieldDef::string("appVersion"),
        FieldDef::string("appIdentifier"),
        FieldDef::string("localeIdentifier"),
        FieldDef::string("timeZone"),
        FieldDef::number("badge"),
        FieldDef::string("pushType"),
        FieldDef::string("GCMSenderId"),
        FieldDef::string("parseVersion"),
    ],
)
.access(Access {
    read: &[Principal::Public],
    create: &[Principal::Public],
    update: &[Principal::Public],
    delete: &[],
    create_as_owner: false,
});

/// The links of mails: each leads to one user, once. Only the server's own code writes them.
static TOKEN: ClassDef = ClassDef::new(
    "_Token",
    &[
        FieldDef::string("kind").required().read_only(),
        FieldDef::pointer("user", "_User")
            .on_delete(OnDelete::Cascade)
            .required()
            .read_only(),
        FieldDef::string("hash")
            .required()
            .hidden()
            .unique()
            .read_only(),
        FieldDef::string("email").required().hidden().read_only(),
        FieldDef::date("expiresAt").required().read_only(),
    ],
)
.access(Access::NOBODY);

/// The parameters that an application reads when it starts: one object holds them all.
static GLOBAL_CONFIG: ClassDef = ClassDef::new(
    "_GlobalConfig",
    &[
        FieldDef::object("params"),
        FieldDef::object("masterKeyOnly"),
    ],
)
.access(Access::NOBODY);

pub(crate) const IDEMPOTENCY: &str = "_Idempotency";

/// Requests that had a key, by a hash of it, and what they were answered. Only the server's own code writes them.
static IDEMPOTENCY_RECORD: ClassDef = ClassDef::new(
    IDEMPOTENCY,
    &[
        // Sealed: it may hold the token of a session.
        FieldDef::bytes("answer").hidden().read_only(),
        FieldDef::string("outcomes").hidden().read_only(),
    ],
)
.access(Access::NOBODY);

/// One row a run of a job.
static JOB_STATUS: ClassDef = ClassDef::new(
    "_JobStatus",
    &[
        FieldDef::string("jobName").required().read_only(),
        FieldDef::string("source").required().read_only(),
        FieldDef::string("status")
            .required()
            .index()
            .one_of(&["running", "succeeded", "failed"])
            .read_only(),
        FieldDef::string("message").read_only(),
        FieldDef::object("params").read_only(),
        FieldDef::date("finishedAt").index().read_only(),
    ],
)
.access(Access::NOBODY);

/// One row a push.
static PUSH_STATUS: ClassDef = ClassDef::new(
    "_PushStatus",
    &[
        FieldDef::string("pushTime").read_only(),
        FieldDef::string("source").read_only(),
        // The devices and the message, as JSON.
        FieldDef::string("query").read_only(),
        FieldDef::string("payload").read_only(),
        FieldDef::string("title").read_only(),
        FieldDef::number("expiry").read_only(),
        FieldDef::string("status")
            .index()
            .one_of(&["running", "succeeded", "failed"])
            .read_only(),
        FieldDef::number("numSent").read_only(),
        FieldDef::number("numFailed").read_only(),
        FieldDef::object("sentPerType").read_only(),
        FieldDef::object("failedPerType").read_only(),
        FieldDef::object("errorMessage").read_only(),
    ],
)
.access(Access::NOBODY);

/// Queries of installations that whoever sends pushes has given a name.
static AUDIENCE: ClassDef = ClassDef::new(
    "_Audience",
    &[
        FieldDef::string("name").required(),
        // A query, as JSON.
        FieldDef::string("query").required(),
        FieldDef::date("lastUsed"),
        FieldDef::number("timesUsed"),
    ],
)
.access(Access::NOBODY);

/// What other servers are asked, as administrators register them.
static HOOKS: ClassDef = ClassDef::new(
    "_Hooks",
    &[
        FieldDef::string("functionName").read_only(),
        FieldDef::string("className").read_only(),
        FieldDef::string("triggerName").read_only(),
        FieldDef::string("url").required().read_only(),
    ],
)
.access(Access::NOBODY);

/// One row for each thing that a webhook is still to be told, or was told in vain.
static WEBHOOK_DELIVERY: ClassDef = ClassDef::new(
    "_WebhookDelivery",
    &[
        FieldDef::string("triggerName").required().read_only(),
        FieldDef::string("className").required().read_only(),
        // The objectId of what it is about.
        FieldDef::string("object").required().index().read_only(),
        FieldDef::string("url").required().read_only(),
        // Of a delete: the object as it was.
        FieldDef::object("original").read_only(),
        FieldDef::string("user").read_only(),
        FieldDef::boolean("master").required().read_only(),
        FieldDef::string("state")
            .required()
            .one_of(&["waiting", "dead"])
            .read_only(),
        FieldDef::number("attempts")
            .required()
            .integer()
            .read_only(),
        FieldDef::date("nextAt").required().index().read_only(),
        FieldDef::string("lastError").read_only(),
    ],
)
.access(Access::NOBODY);

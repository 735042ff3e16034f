//! The system classes as they are where a schema says nothing of them.

use crate::class::{ClassDef, FieldDef, Format};

pub(crate) static CLASSES: &[&ClassDef] = &[&USER, &ROLE, &SESSION, &INSTALLATION];

static USER: ClassDef = ClassDef::new(
    "_User",
    &[
        FieldDef::string("username").required(),
        FieldDef::string("email").format(Format::Email),
        FieldDef::string("password").required().hidden(),
        FieldDef::boolean("emailVerified").read_only(),
        FieldDef::object("authData").hidden(),
    ],
);

static ROLE: ClassDef = ClassDef::new(
    "_Role",
    &[
        FieldDef::string("name").required().unique().immutable(),
        FieldDef::relation("users", "_User"),
        FieldDef::relation("roles", "_Role"),
    ],
);

static SESSION: ClassDef = ClassDef::new(
    "_Session",
    &[
        FieldDef::pointer("user", "_User").required(),
        FieldDef::string("sessionToken").hidden(),
        FieldDef::date("expiresAt"),
        FieldDef::string("installationId"),
        FieldDef::object("createdWith"),
        FieldDef::boolean("restricted"),
    ],
);

static INSTALLATION: ClassDef = ClassDef::new(
    "_Installation",
    &[
        FieldDef::string("installationId"),
        FieldDef::string("deviceToken"),
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
);

//! `/serverInfo`: what the Dashboard may offer.

use super::Administrator;
use crate::rest::answer::json;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

/// The Parse Server whose protocol this is: tools compare it with what they need.
const PARSE_SERVER_VERSION: &str = "9.9.0";

pub(super) async fn server_info(_: Administrator) -> Response {
    let can = |can: bool| json!({"create": can, "read": can, "update": can, "delete": can});
    let info = json!({
        "features": {
            "globalConfig": can(true),
            "hooks": can(false),
            "cloudCode": {"jobs": false},
            "push": {
                "immediatePush": true,
                "scheduledPush": false,
                "storedPushData": true,
                "pushAudiences": true,
                "localization": false,
            },
            "schemas": {
                // The Dashboard shows the objects of a server only where it could change its classes. What it asks for is
                // refused, with the reason.
                "addField": true,
                "removeField": true,
                "addClass": true,
                "removeClass": true,
                "clearAllDataFromClass": true,
                "exportClass": false,
                "editClassLevelPermissions": false,
                "editPointerPermissions": false,
            },
            "settings": {"securityCheck": false},
        },
        "parseServerVersion": PARSE_SERVER_VERSION,
    });
    json(StatusCode::OK, info.to_string())
}

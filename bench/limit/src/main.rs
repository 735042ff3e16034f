//! The hand-written limit: what one person writes for one class, with nothing general in it.
//! POST /parse/classes/Order, GET /parse/classes/Order/{id}, GET /parse/classes/Order?limit=20
//! on SQLite (WAL, synchronous=FULL, group commit), with a session looked up and an owner
//! check on every row. The generated backend is measured against it as a ratio.
//!
//! usage: limit DATABASE_FILE PORT
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use rusqlite::{Connection, params};
use serde::Deserialize;
use std::{cell::RefCell, fmt::Write as _, sync::Arc, time::SystemTime};
use tokio::sync::oneshot;

#[global_allocator]
static ALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct Insert {
    id: String,
    user: String,
    products: String,
    total: f64,
    status: String,
    now: i64,
    done: oneshot::Sender<bool>,
}

struct App {
    path: String,
    write: crossbeam_channel::Sender<Insert>,
}

thread_local! { static READ: RefCell<Option<Connection>> = const { RefCell::new(None) }; }

fn open(path: &str) -> Connection {
    let c = Connection::open(path).unwrap();
    c.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456; PRAGMA busy_timeout=5000;",
    )
    .unwrap();
    c.set_prepared_statement_cache_capacity(64);
    c
}

fn read<T>(app: &App, f: impl FnOnce(&Connection) -> T) -> T {
    READ.with(|r| f(r.borrow_mut().get_or_insert_with(|| open(&app.path))))
}

fn id10() -> String {
    use rand::Rng;
    rand::rng()
        .sample_iter(rand::distr::Alphanumeric)
        .take(10)
        .map(char::from)
        .collect()
}

fn now_ms() -> i64 {
    SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64
}

fn iso(ms: i64) -> String {
    let (s, ms) = (ms.div_euclid(1000), ms.rem_euclid(1000));
    let (days, r) = (s.div_euclid(86400), s.rem_euclid(86400));
    let z = days + 719468;
    let era = z.div_euclid(146097);
    let doe = z.rem_euclid(146097);
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = doy - (153 * mp + 2) / 5 + 1;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    let y = yoe + era * 400 + i64::from(m <= 2);
    format!("{y:04}-{m:02}-{d:02}T{:02}:{:02}:{:02}.{ms:03}Z", r / 3600, r / 60 % 60, r % 60)
}

fn session_user(app: &App, h: &HeaderMap) -> Option<String> {
    let token = h.get("x-parse-session-token")?.to_str().ok()?;
    read(app, |c| {
        c.prepare_cached("select user from session where token=?1 and expires>?2")
            .unwrap()
            .query_row(params![token, now_ms()], |r| r.get(0))
            .ok()
    })
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

#[derive(Deserialize)]
struct Pointer<'a> {
    #[serde(rename = "objectId", borrow)]
    object_id: &'a str,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewOrder<'a> {
    #[serde(borrow)]
    user: Pointer<'a>,
    #[serde(borrow)]
    products: &'a serde_json::value::RawValue,
    total_amount: f64,
    #[serde(borrow)]
    status: &'a str,
}

async fn create(State(app): State<Arc<App>>, h: HeaderMap, body: axum::body::Bytes) -> Response {
    let Some(me) = session_user(&app, &h) else {
        return json(StatusCode::BAD_REQUEST, r#"{"code":209,"error":"Invalid session token"}"#.into());
    };
    let Ok(o) = serde_json::from_slice::<NewOrder>(&body) else {
        return json(StatusCode::BAD_REQUEST, r#"{"code":107,"error":"invalid JSON"}"#.into());
    };
    if o.user.object_id != me {
        return json(StatusCode::FORBIDDEN, r#"{"code":119,"error":"Permission denied"}"#.into());
    }
    let (tx, rx) = oneshot::channel();
    let (id, now) = (id10(), now_ms());
    app.write
        .send(Insert {
            id: id.clone(),
            user: me,
            products: o.products.get().into(),
            total: o.total_amount,
            status: o.status.into(),
            now,
            done: tx,
        })
        .unwrap();
    if rx.await != Ok(true) {
        return json(StatusCode::INTERNAL_SERVER_ERROR, r#"{"code":1,"error":"write failed"}"#.into());
    }
    json(StatusCode::CREATED, format!(r#"{{"objectId":"{id}","createdAt":"{}"}}"#, iso(now)))
}

fn order_json(out: &mut String, r: &rusqlite::Row) -> rusqlite::Result<()> {
    let id = r.get_ref(0)?.as_str()?;
    let user = r.get_ref(1)?.as_str()?;
    let products = r.get_ref(2)?.as_str()?;
    let total: f64 = r.get(3)?;
    let status = serde_json::to_string(r.get_ref(4)?.as_str()?).unwrap();
    let (c, u) = (iso(r.get(5)?), iso(r.get(6)?));
    write!(out, r#"{{"objectId":"{id}","user":{{"__type":"Pointer","className":"_User","objectId":"{user}"}},"products":{products},"totalAmount":{total},"status":{status},"createdAt":"{c}","updatedAt":"{u}","ACL":{{"{user}":{{"read":true,"write":true}}}}}}"#).unwrap();
    Ok(())
}

const COLS: &str = "id,user,products,total,status,created,updated";

async fn get_one(State(app): State<Arc<App>>, h: HeaderMap, Path(id): Path<String>) -> Response {
    let Some(me) = session_user(&app, &h) else {
        return json(StatusCode::BAD_REQUEST, r#"{"code":209,"error":"Invalid session token"}"#.into());
    };
    let found = read(&app, |c| {
        c.prepare_cached(&format!("select {COLS} from orders where id=?1 and user=?2"))
            .unwrap()
            .query_row(params![id, me], |r| {
                let mut s = String::with_capacity(512);
                order_json(&mut s, r).map(|()| s)
            })
    });
    match found {
        Ok(s) => json(StatusCode::OK, s),
        Err(_) => json(StatusCode::NOT_FOUND, r#"{"code":101,"error":"Object not found."}"#.into()),
    }
}

async fn list(State(app): State<Arc<App>>, h: HeaderMap) -> Response {
    let Some(me) = session_user(&app, &h) else {
        return json(StatusCode::BAD_REQUEST, r#"{"code":209,"error":"Invalid session token"}"#.into());
    };
    let s = read(&app, |c| {
        let mut q = c
            .prepare_cached(&format!(
                "select {COLS} from orders where user=?1 and status='pending' order by created desc limit 20"
            ))
            .unwrap();
        let mut rows = q.query(params![me]).unwrap();
        let mut s = String::with_capacity(8192);
        s.push_str(r#"{"results":["#);
        let mut first = true;
        while let Some(r) = rows.next().unwrap() {
            if !first {
                s.push(',');
            }
            first = false;
            order_json(&mut s, r).unwrap();
        }
        s.push_str("]}");
        s
    });
    json(StatusCode::OK, s)
}

async fn login(State(app): State<Arc<App>>) -> Response {
    let (user, token) = (id10(), format!("r:{}{}{}", id10(), id10(), id10()));
    let c = open(&app.path);
    c.execute("insert into session values(?1,?2,?3)", params![token, user, i64::MAX]).unwrap();
    json(StatusCode::OK, format!(r#"{{"objectId":"{user}","sessionToken":"{token}"}}"#))
}

#[tokio::main]
async fn main() {
    let path = std::env::args().nth(1).unwrap_or("limit.db".into());
    let port = std::env::args().nth(2).unwrap_or("1400".into());
    let mut w = open(&path);
    w.execute_batch(
        "create table if not exists session(token text primary key, user text, expires int) without rowid;
         create table if not exists orders(id text primary key, user text, products text, total real, status text, created int, updated int);
         create index if not exists o on orders(user,status,created);",
    )
    .unwrap();
    let (tx, rx) = crossbeam_channel::unbounded::<Insert>();
    std::thread::spawn(move || {
        while let Ok(first) = rx.recv() {
            let batch: Vec<_> = std::iter::once(first).chain(rx.try_iter().take(511)).collect();
            let t = w.transaction().unwrap();
            {
                let mut q = t.prepare_cached("insert into orders values(?1,?2,?3,?4,?5,?6,?6)").unwrap();
                for i in &batch {
                    q.execute(params![i.id, i.user, i.products, i.total, i.status, i.now]).unwrap();
                }
            }
            let ok = t.commit().is_ok();
            for i in batch {
                let _ = i.done.send(ok);
            }
        }
    });
    let app = Arc::new(App { path, write: tx });
    let router = Router::new()
        .route("/parse/login", post(login))
        .route("/parse/classes/Order", post(create).get(list))
        .route("/parse/classes/Order/{id}", get(get_one))
        .with_state(app);
    let l = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
    axum::serve(l, router).await.unwrap();
}

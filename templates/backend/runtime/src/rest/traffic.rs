//! Requests by route, method and status, and how long they took.

use crate::metrics::{Counter, Exposition, Gauge, Histogram};
use axum::http::{Method, StatusCode};
use matchit::Router;
use std::time::Duration;

/// In microseconds.
const TIMES: [u64; 14] = [
    250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 10_000_000,
];
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "other"];
/// Those that this server answers with; any other counts as the last of its hundred.
const STATUSES: [u16; 24] = [
    101, 199, 200, 201, 204, 206, 299, 301, 302, 304, 399, 400, 403, 404, 408, 409, 413, 416, 429,
    431, 499, 500, 503, 599,
];

pub(super) struct Traffic {
    pub under_way: Gauge,
    pub limited: Counter,
    pub replayed: Counter,
    /// The place of each route among `routes`.
    places: Router<usize>,
    /// By their templates; the first is what has no route.
    routes: Vec<Route>,
}

struct Route {
    template: String,
    methods: [Requests; METHODS.len()],
}

struct Requests {
    statuses: [Counter; STATUSES.len()],
    times: Histogram<{ TIMES.len() }>,
}

impl Traffic {
    pub(super) fn new(templates: Vec<String>) -> Self {
        let mut traffic = Self {
            under_way: Gauge::default(),
            limited: Counter::default(),
            replayed: Counter::default(),
            places: Router::new(),
            routes: vec![Route::new("none".into())],
        };
        for template in templates {
            // The door has accepted these routes, so there are no two that are in each other's way.
            if traffic
                .places
                .insert(&*template, traffic.routes.len())
                .is_ok()
            {
                traffic.routes.push(Route::new(template));
            }
        }
        traffic
    }

    /// The place of the route that a path takes.
    pub(super) fn route(&self, path: &str) -> usize {
        self.places.at(path).map_or(0, |found| *found.value)
    }

    pub(super) fn count(&self, route: usize, method: &Method, status: StatusCode, took: Duration) {
        let others = METHODS.len() - 1;
        let method = METHODS.iter().position(|known| *known == method.as_str());
        let requests = &self.routes[route].methods[method.unwrap_or(others)];
        let status = status.as_u16();
        let last = status / 100 * 100 + 99;
        let place = STATUSES
            .binary_search(&status)
            .or_else(|_| STATUSES.binary_search(&last));
        if let Ok(place) = place {
            requests.statuses[place].add_one();
        }
        if status == 429 {
            self.limited.add_one();
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        requests.times.observe(micros);
    }

    pub(super) fn write(&self, page: &mut Exposition) {
        let requests = || {
            let routes = self.routes.iter();
            routes.flat_map(|route| {
                let methods = METHODS.iter().zip(&route.methods);
                methods.map(|(method, requests)| (route.template.as_str(), *method, requests))
            })
        };
        let name = "http_requests_total";
        page.family(name, "counter", "Requests that were answered.");
        for (route, method, requests) in requests() {
            for (status, count) in STATUSES.iter().zip(&requests.statuses) {
                if count.get() > 0 {
                    let status = status.to_string();
                    let labels = [("route", route), ("method", method), ("status", &status)];
                    page.sample(name, &labels, count.get());
                }
            }
        }
        let name = "http_request_duration_seconds";
        page.family(name, "histogram", "How long they took.");
        for (route, method, requests) in requests() {
            if requests.times.read().1 > 0 {
                let labels = [("route", route), ("method", method)];
                page.histogram(name, &labels, &requests.times, 1e6);
            }
        }
        page.gauge(
            "http_requests_in_flight",
            "Requests that are not answered yet.",
            self.under_way.get(),
        );
        page.counter(
            "http_requests_limited_total",
            "Requests that were too many in a minute.",
            self.limited.get(),
        );
        page.counter(
            "http_requests_replayed_total",
            "Repeats that were given the first answer.",
            self.replayed.get(),
        );
    }
}

impl Route {
    fn new(template: String) -> Self {
        Self {
            template,
            methods: std::array::from_fn(|_| Requests {
                statuses: std::array::from_fn(|_| Counter::default()),
                times: Histogram::new(&TIMES),
            }),
        }
    }
}

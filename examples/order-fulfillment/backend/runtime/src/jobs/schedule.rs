//! A schedule and a clock → the times at which a job starts. It knows no job.

use crate::wire::Timestamp;
use cronexpr::{Crontab, FallbackTimezoneOption, ParseOptions, parse_crontab_with};
use std::future::Future;
use std::time::Duration;

/// The longest sleep: a clock that is set, or a machine that slept itself, is noticed after it.
const GLANCE: Duration = Duration::from_secs(30);

/// When something is due.
pub(crate) enum When {
    Cron(Box<Crontab>),
    /// Milliseconds, at least one.
    Every(i64),
}

impl When {
    /// # Errors
    /// What is wrong with the expression, in one line.
    pub(super) fn cron(times: &str) -> Result<Self, String> {
        let mut options = ParseOptions::default();
        options.fallback_timezone_option = FallbackTimezoneOption::UTC;
        match parse_crontab_with(times, options) {
            Ok(crontab) => Ok(Self::Cron(Box::new(crontab))),
            Err(error) => {
                let error = error.to_string();
                let reason = error.lines().last().unwrap_or_default();
                let reason = reason.trim_start_matches([' ', '^']);
                Err(format!("`{times}` says no times: {reason}"))
            }
        }
    }

    pub(super) fn every(period: Duration) -> Self {
        Self::Every(i64::try_from(period.as_millis()).unwrap_or(i64::MAX).max(1))
    }

    /// The first time after this one; none where there is none any more.
    fn next(&self, after: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Cron(crontab) => {
                let after = jiff::Timestamp::from_millisecond(after.as_millis()).ok()?;
                let next = crontab.find_next(after).ok()?;
                Some(Timestamp::from_millis(next.timestamp().as_millisecond()))
            }
            Self::Every(period) => {
                let next = after.as_millis().checked_add(*period)?;
                Some(Timestamp::from_millis(next))
            }
        }
    }
}

/// What tells the time, and waits for one.
pub(crate) trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;

    fn until(&self, due: Timestamp) -> impl Future<Output = ()> + Send;
}

/// The clock of the machine.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn until(&self, due: Timestamp) {
        loop {
            let left = due.as_millis().saturating_sub(self.now().as_millis());
            let Some(left) = u64::try_from(left).ok().filter(|left| *left > 0) else {
                return;
            };
            tokio::time::sleep(Duration::from_millis(left).min(GLANCE)).await;
        }
    }
}

/// The times that are due, one after the other.
pub(crate) struct Ticks<C> {
    when: When,
    clock: C,
}

impl<C: Clock> Ticks<C> {
    pub(crate) fn new(when: When, clock: C) -> Self {
        Self { when, clock }
    }

    /// Waits for the next time that is due; those that have passed are not waited for any more. `None` where there is no
    /// next.
    pub(crate) async fn next(&mut self) -> Option<Timestamp> {
        let due = self.when.next(self.clock.now())?;
        self.clock.until(due).await;
        Some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// A clock that is at once where it is waited for.
    struct Leap(Mutex<Timestamp>);

    impl Leap {
        fn at(text: &str) -> Self {
            Self(Mutex::new(time(text)))
        }

        fn set(&self, to: Timestamp) {
            *self.0.lock().expect("nobody panics with the clock") = to;
        }
    }

    impl Clock for &Leap {
        fn now(&self) -> Timestamp {
            *self.0.lock().expect("nobody panics with the clock")
        }

        async fn until(&self, due: Timestamp) {
            self.set(due);
        }
    }

    fn time(text: &str) -> Timestamp {
        let time: jiff::Timestamp = text.parse().expect("a time");
        Timestamp::from_millis(time.as_millisecond())
    }

    async fn ticks(when: When, from: &str, count: usize) -> Vec<String> {
        let clock = Leap::at(from);
        let mut ticks = Ticks::new(when, &clock);
        let mut times = Vec::new();
        for _ in 0..count {
            times.extend(ticks.next().await.map(|time| time.to_string()));
        }
        times
    }

    #[tokio::test]
    async fn a_job_is_due_when_its_expression_says() {
        let nightly = When::cron("0 3 * * 1-5").expect("an expression");
        assert_eq!(
            ticks(nightly, "2026-11-27T03:00:00Z", 2).await,
            ["2026-11-30T03:00:00.000Z", "2026-12-01T03:00:00.000Z"]
        );
        let every = When::every(Duration::from_millis(1500));
        assert_eq!(
            ticks(every, "2026-11-27T00:00:00Z", 2).await,
            ["2026-11-27T00:00:01.500Z", "2026-11-27T00:00:03.000Z"]
        );
    }

    #[tokio::test]
    async fn what_was_missed_is_not_made_up_for() {
        let clock = Leap::at("2026-11-27T00:00:30Z");
        let mut ticks = Ticks::new(When::cron("* * * * *").expect("an expression"), &clock);
        assert_eq!(ticks.next().await, Some(time("2026-11-27T00:01:00Z")));
        clock.set(time("2026-11-27T05:00:30Z"));
        assert_eq!(ticks.next().await, Some(time("2026-11-27T05:01:00Z")));
    }

    #[test]
    fn what_says_no_times_is_refused_in_one_line() {
        for times in ["0 3 * *", "61 * * * *", "", "0 3 * * * Nowhere/Atall"] {
            let reason = When::cron(times).err().expect("it is refused");
            assert!(
                reason.starts_with(&format!("`{times}` says no times: ")) && !reason.contains('\n'),
                "{reason}"
            );
        }
    }
}

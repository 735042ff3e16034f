//! What the log still tells later.

use super::*;
use std::ops::Range;

/// Commits so many orders, one a transaction.
async fn orders(shop: &Shop, ids: Range<u32>) -> Result<(), Broken> {
    for id in ids {
        let step = create(&ORDER, &format!("o{id}"), json!({"total": id}))?;
        shop.commit(vec![step]).await?;
    }
    Ok(())
}

/// Which orders were created after a position; `None` where that is gone.
async fn missed(shop: &Shop, after: Position) -> Result<Option<Vec<String>>> {
    let changes = shop.missed(&ORDER, after).await?;
    Ok(changes.map(|changes| changes.into_iter().map(|change| change.id).collect()))
}

fn named(ids: Range<u32>) -> Option<Vec<String>> {
    Some(ids.map(|id| format!("o{id}")).collect())
}

#[tokio::test]
async fn what_was_missed_is_told_after_a_restart_and_recording_goes_on() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let file = folder.0.join("db");
    let mut shop = Shop::watching(&file, &[]).await?;
    let from = shop.watch(&ORDER).await?;
    orders(&shop, 0..3).await?;
    let told = shop.told().await?;
    assert_eq!(missed(&shop, from).await?, named(0..3));
    // Nothing is closed: to the file, it is as if the server was killed.
    let again = Shop::open(&file, AMPLE)?;
    orders(&again, 3..5).await?;
    let changes = again.missed(&ORDER, from).await?.unwrap_or_default();
    assert_eq!(shorts(&changes[..3]), shorts(&told));
    let positions: Vec<_> = changes.iter().map(|change| change.position).collect();
    assert!(positions.is_sorted_by(|one, next| one.number < next.number));
    let of_told: Vec<_> = told.iter().map(|change| change.position).collect();
    assert_eq!(positions[..3], of_told);
    for (index, position) in (1..).zip(positions) {
        let kept_as_text = position.to_string().parse()?;
        assert_eq!(missed(&again, kept_as_text).await?, named(index..5));
    }
    Ok(())
}

#[tokio::test]
async fn many_changes_are_told_page_by_page() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[]).await?;
    let from = shop.watch(&ORDER).await?;
    let steps = (0..2_500).map(|id| create(&ORDER, &format!("o{id}"), json!({})));
    shop.commit(steps.collect::<Result<_>>()?).await?;
    assert_eq!(missed(&shop, from).await?, named(0..2_500));
    Ok(())
}

#[tokio::test]
async fn the_log_keeps_so_many_changes_and_says_what_is_gone() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let window = LiveWindow {
        changes: 10,
        ..AMPLE
    };
    let mut shop = Shop::open(&folder.0.join("db"), window)?;
    let of_products = shop.watch(&PRODUCT).await?;
    let from = shop.watch(&ORDER).await?;
    orders(&shop, 0..30).await?;
    let mut positions = vec![from];
    while positions.len() < 31 {
        if let Some(Committed::Changes(changes)) = shop.changes.next().await {
            positions.extend(changes.iter().map(|change| change.position));
        }
    }
    for (index, position) in (0..).zip(positions) {
        let reached = (index >= 20).then(|| named(index..30)).flatten();
        assert_eq!(missed(&shop, position).await?, reached, "after {index}");
    }
    // Of products nothing has changed, so nothing of them is gone.
    let products = shop.missed(&PRODUCT, of_products).await?;
    assert!(products.is_some_and(|changes| changes.is_empty()));
    Ok(())
}

#[tokio::test]
async fn the_log_keeps_so_many_bytes() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let window = LiveWindow {
        bytes: 10_000,
        ..AMPLE
    };
    let mut shop = Shop::open(&folder.0.join("db"), window)?;
    let from = shop.watch(&PRODUCT).await?;
    let mut last = from;
    for id in ["p1", "p2", "p3"] {
        let name = json!({"name": "x".repeat(4_000)});
        shop.commit(vec![create(&PRODUCT, id, name)?]).await?;
        if let Some(Committed::Changes(changes)) = shop.changes.next().await {
            assert_eq!(
                shop.missed(&PRODUCT, last).await?.map(|all| all.len()),
                Some(1)
            );
            last = changes[0].position;
        }
    }
    assert!(shop.missed(&PRODUCT, from).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn positions_rise_on_where_all_changes_are_gone() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let file = folder.0.join("db");
    let none = LiveWindow {
        age: Duration::ZERO,
        changes: 0,
        ..AMPLE
    };
    let mut last = -1;
    for start in 0..3 {
        let mut shop = Shop::open(&file, none)?;
        let from = shop.watch(&ORDER).await?;
        assert!(from.number >= last);
        orders(&shop, start * 5..start * 5 + 5).await?;
        last = shop.watch(&ORDER).await?.number;
        assert_eq!(last, from.number + 5);
        // Nor does it help them to be forgotten who were recorded last.
        if start == 1 {
            last = shop.watch(&PRODUCT).await?.number;
            shop.watches.clear();
            orders(&shop, 15..16).await?;
        }
        shop.store.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_position_of_another_database_is_gone() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let (file, backup) = (folder.0.join("db"), folder.0.join("backup"));
    let mut shop = Shop::watching(&file, &[]).await?;
    let before = shop.watch(&ORDER).await?;
    orders(&shop, 0..3).await?;
    let saved = shop.watch(&ORDER).await?;
    shop.store.close().await?;
    std::fs::copy(&file, &backup)?;
    // The one goes on, and then its state before that is restored and goes on another way, as far and further.
    let mut shop = Shop::open(&file, AMPLE)?;
    orders(&shop, 3..6).await?;
    let lost = shop.watch(&ORDER).await?;
    assert_eq!(missed(&shop, saved).await?, named(3..6));
    let restored = Shop::open(&backup, AMPLE)?;
    assert_eq!(missed(&restored, lost).await?, None);
    orders(&restored, 10..20).await?;
    assert_eq!(missed(&restored, lost).await?, None);
    assert_eq!(missed(&restored, saved).await?, named(10..20));
    let all = [named(0..3), named(10..20)].into_iter().flatten().flatten();
    assert_eq!(missed(&restored, before).await?, Some(all.collect()));
    let other = Shop::watching(&folder.0.join("other"), &[&ORDER]).await?;
    assert_eq!(missed(&other, saved).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_class_that_nobody_watches_any_more_is_recorded_no_longer() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let none = LiveWindow {
        age: Duration::ZERO,
        changes: 0,
        ..AMPLE
    };
    let mut shop = Shop::open(&folder.0.join("db"), none)?;
    let first = shop.watch(&ORDER).await?;
    orders(&shop, 0..2).await?;
    let last = shop.watch(&ORDER).await?;
    assert_eq!(missed(&shop, last).await?, named(0..0));
    shop.watches.clear();
    // The first of these tells nobody any more, so the others are not recorded.
    orders(&shop, 2..5).await?;
    assert_eq!(missed(&shop, last).await?, None);
    let again = shop.watch(&ORDER).await?;
    assert_eq!(missed(&shop, last).await?, None);
    assert_eq!(missed(&shop, first).await?, None);
    orders(&shop, 5..6).await?;
    assert_eq!(missed(&shop, again).await?, named(5..6));
    Ok(())
}

#[test]
fn what_is_no_position_is_refused() {
    for text in [
        "",
        "-",
        "1",
        "1-",
        "-1",
        "g-1",
        "1-1-1",
        "ffffffffffffffffff-1",
    ] {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
}

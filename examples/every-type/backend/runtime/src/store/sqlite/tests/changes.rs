//! What is told of each transaction.

use super::*;
use crate::query::Filter;
use crate::write::DeleteAll;

#[tokio::test]
async fn each_write_is_told_once_in_order_with_what_was_and_what_is() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[&ORDER]).await?;
    let order = json!({"status": "new", "total": 2, "ACL": {"*": {"read": true}}});
    let of_nobody = json!({"name": "nobody watches"});
    shop.commit(vec![create(&ORDER, "o1", order)?]).await?;
    shop.commit(vec![create(&PRODUCT, "p1", of_nobody)?])
        .await?;
    let paid = json!({"status": "paid"});
    shop.commit(vec![change(&ORDER, "o1", paid)?]).await?;
    shop.commit(vec![Step::removal(&ORDER, "o1")]).await?;
    let told = shop.told().await?;
    let new = r#"ACL={"*":{"read":true}} status="new" total=2"#;
    let paid = r#"ACL={"*":{"read":true}} status="paid" total=2"#;
    assert_eq!(
        shorts(&told),
        [
            format!("Order o1: none -> {new}"),
            format!("Order o1: {new} -> {paid}"),
            format!("Order o1: {paid} -> none"),
        ]
    );
    assert!(told.is_sorted_by(|one, next| one.position.number < next.position.number));
    Ok(())
}

#[tokio::test]
async fn what_is_refused_is_not_told_though_others_of_its_transaction_are() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[&CUSTOMER, &ORDER]).await?;
    let named = |id| create(&CUSTOMER, id, json!({"email": "ana@example.com"}));
    let order = |id| create(&ORDER, id, json!({"status": "new"}));
    shop.commit(vec![named("ana")?]).await?;
    let (one, two, three, four) = tokio::join!(
        shop.commit(vec![order("o1")?]),
        shop.commit(vec![named("again")?]),
        shop.commit(vec![order("o2")?, named("and again")?]),
        shop.commit(vec![order("o3")?]),
    );
    assert!(one.is_ok() && two.is_err() && three.is_err() && four.is_ok());
    let gone = shop.commit(vec![change(&ORDER, "o2", json!({"status": "paid"}))?]);
    assert!(gone.await.is_err());
    let told = shop.told().await?;
    let ids: Vec<_> = told.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(ids, ["ana", "o1", "o3"]);
    Ok(())
}

#[tokio::test]
async fn an_object_that_a_transaction_writes_often_is_told_once() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[&ORDER]).await?;
    shop.commit(vec![
        create(&ORDER, "o1", json!({"total": 1}))?,
        change(&ORDER, "o1", json!({"total": 2}))?,
        create(&ORDER, "o2", json!({"total": 3}))?,
        Step::removal(&ORDER, "o2"),
    ])
    .await?;
    shop.commit(vec![
        change(&ORDER, "o1", json!({"total": 4}))?,
        Step::removal(&ORDER, "o1"),
        create(&ORDER, "o1", json!({"total": 5}))?,
    ])
    .await?;
    assert_eq!(
        shorts(&shop.told().await?),
        ["Order o1: none -> total=2", "Order o1: total=2 -> total=5"]
    );
    Ok(())
}

#[tokio::test]
async fn what_goes_or_changes_with_another_object_is_told() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let classes = [&CUSTOMER, &ORDER, &LINE, &CARD];
    let mut shop = Shop::watching(&folder.0.join("db"), &classes).await?;
    let of = |class, id, name: &str, to: Value| create(class, id, json!({name: to}));
    let customer = || pointer("Customer", "ana");
    shop.commit(vec![
        create(&CUSTOMER, "ana", json!({}))?,
        of(&ORDER, "o1", "customer", customer())?,
        of(&LINE, "l1", "order", pointer("Order", "o1"))?,
        of(&LINE, "l2", "order", pointer("Order", "o1"))?,
        of(&CARD, "c1", "customer", customer())?,
    ])
    .await?;
    let created = shop.told().await?;
    assert_eq!(created.len(), 5);
    shop.commit(vec![Step::removal(&CUSTOMER, "ana")]).await?;
    let mut told = shorts(&shop.told().await?);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            r#"Card c1: customer="ana" -> "#,
            "Customer ana:  -> none",
            r#"Line l1: order="o1" -> none"#,
            r#"Line l2: order="o1" -> none"#,
            r#"Order o1: customer="ana" -> none"#,
        ]
    );
    Ok(())
}

#[tokio::test]
async fn deleting_all_that_pass_tells_each() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[&CARD, &ORDER]).await?;
    for id in ["a", "b"] {
        shop.commit(vec![
            create(&CARD, id, json!({}))?,
            create(&ORDER, id, json!({}))?,
        ])
        .await?;
    }
    let all = |class| {
        let filter = Filter::Always(true);
        Step::DeleteAll(DeleteAll { class, filter })
    };
    shop.told().await?;
    shop.commit(vec![all(&CARD)]).await?;
    shop.commit(vec![all(&ORDER), all(&CARD)]).await?;
    assert_eq!(
        shorts(&shop.told().await?),
        [
            "Card a:  -> none",
            "Card b:  -> none",
            "Order a:  -> none",
            "Order b:  -> none",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_notification_is_told_with_what_it_tells_of() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[&ORDER, &NOTICE]).await?;
    let catalog = Catalog::new(&SCHEMA);
    let user = catalog.class("_User").ok_or("no class of users")?;
    let ana = json!({"username": "ana", "password": "hash"});
    let order = json!({"status": "new", "user": pointer("_User", "ana")});
    shop.commit(vec![create(user, "ana", ana)?]).await?;
    shop.commit(vec![create(&ORDER, "o1", order)?]).await?;
    let told = shop.told().await?;
    let order = r#"Order o1: none -> status="new" user="ana""#;
    let notice = r#"none -> ACL={"ana":{"read":true,"write":true}} message="It is new" user="ana""#;
    assert_eq!(told.len(), 2);
    assert_eq!(short(&told[0]), order);
    assert!(short(&told[1]).ends_with(notice), "{}", short(&told[1]));
    Ok(())
}

#[tokio::test]
async fn what_a_relation_relates_is_a_change_of_the_object_that_has_it() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[&ORDER, &PRODUCT]).await?;
    shop.commit(vec![
        create(&ORDER, "o1", json!({}))?,
        create(&PRODUCT, "p1", json!({}))?,
    ])
    .await?;
    shop.told().await?;
    let add = json!({"__op": "AddRelation", "objects": [pointer("Product", "p1")]});
    let step = change(&ORDER, "o1", json!({"products": add}))?;
    shop.commit(vec![step]).await?;
    assert_eq!(shorts(&shop.told().await?), ["Order o1:  -> "]);
    Ok(())
}

#[tokio::test]
async fn secrets_of_the_server_are_in_no_image() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let catalog = Catalog::new(&SCHEMA);
    let user = catalog.class("_User").ok_or("no class of users")?;
    let session = catalog.class("_Session").ok_or("no class of sessions")?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[user, session]).await?;
    let ana = json!({"username": "ana", "password": "hash", "authData": {"a": {"id": "x"}}});
    let token = json!({"user": pointer("_User", "ana"), "sessionToken": "token"});
    shop.commit(vec![
        create(user, "ana", ana)?,
        create(session, "s1", token)?,
    ])
    .await?;
    assert_eq!(
        shorts(&shop.told().await?),
        [
            r#"_User ana: none -> username="ana""#,
            r#"_Session s1: none -> user="ana""#,
        ]
    );
    Ok(())
}

#[tokio::test]
async fn whoever_is_far_behind_is_told_so_and_reads_the_log() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[]).await?;
    let from = shop.watch(&PRODUCT).await?;
    for number in 0..40 {
        let name = "x".repeat(1 << 20);
        let step = create(&PRODUCT, &format!("p{number}"), json!({"name": name}))?;
        shop.commit(vec![step]).await?;
    }
    let mut told = 0;
    while let Some(Committed::Changes(changes)) = shop.changes.next().await {
        told += changes.len();
    }
    assert!((1..40).contains(&told), "{told} were told of");
    let missed = shop.missed(&PRODUCT, from).await?.unwrap_or_default();
    assert_eq!(missed.len(), 40);
    // And then it goes on.
    shop.commit(vec![Step::removal(&PRODUCT, "p0")]).await?;
    assert_eq!(shop.told().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn more_than_can_be_kept_of_a_transaction_is_lost_and_said_to_be() -> Result<(), Broken> {
    let folder = Folder::new()?;
    let mut shop = Shop::watching(&folder.0.join("db"), &[&ORDER]).await?;
    let from = shop.watch(&PRODUCT).await?;
    let name = json!({"name": "x".repeat(1 << 20)});
    let mut steps = vec![create(&ORDER, "o1", json!({}))?];
    for number in 0..70 {
        steps.push(create(&PRODUCT, &format!("p{number}"), name.clone())?);
    }
    shop.commit(steps).await?;
    assert!(matches!(shop.changes.next().await, Some(Committed::Lost)));
    for class in [&ORDER, &PRODUCT] {
        assert!(shop.missed(class, from).await?.is_none());
    }
    // And then it goes on.
    let now = shop.watch(&PRODUCT).await?;
    shop.commit(vec![Step::removal(&PRODUCT, "p0")]).await?;
    assert_eq!(shop.told().await?.len(), 1);
    assert_eq!(
        shop.missed(&PRODUCT, now).await?.map(|all| all.len()),
        Some(1)
    );
    Ok(())
}

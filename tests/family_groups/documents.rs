//! F2: the three scopes - personal data and assigned items, one family, every family - as they decide about documents.

use crate::world::{Person, World};
use std::collections::BTreeSet;

/// A family with one member of every role, and documents of several kinds.
struct House {
    family: String,
    ann: Person,
    members: Vec<(&'static str, Person)>,
}

const OTHERS: [&str; 7] =
    ["caregiver", "care_recipient", "helper", "emergency_contact", "child", "viewer", "bot_agent"];

impl House {
    async fn build(world: &World) -> Self {
        let ann = world.person("Ann").await;
        let family = ann.family("Adams").await;
        world.subscribe(&family, "premium", "active").await;
        let mut members = Vec::new();
        for role in OTHERS {
            let person = world.person("Member").await;
            ann.add(&family, &person, role).await;
            let open = format!(
                "select api.set_temporary_access('{family}', '{}', null, now() + interval '1 day')",
                person.id
            );
            ann.ask(&open).await;
            members.push((role, person));
        }
        Self { family, ann, members }
    }

    fn member(&self, role: &str) -> &Person {
        &self.members.iter().find(|(it, _)| *it == role).unwrap().1
    }

    async fn file(&self, who: &Person, key: &str, visibility: &str) -> String {
        who.one(&format!(
            "select api.add_family_document('{}', '{key}', '{key}', 7, p_visibility => '{visibility}')",
            self.family
        ))
        .await
    }

    async fn sees(&self, who: &Person) -> BTreeSet<String> {
        let list = format!("select title from api.list_family_documents('{}')", self.family);
        who.ask(&list).await.into_iter().map(|mut row| row.remove(0).unwrap()).collect()
    }
}

fn set(titles: &[&str]) -> BTreeSet<String> {
    titles.iter().map(|it| (*it).to_owned()).collect()
}

pub(crate) async fn who_sees_a_document_is_a_matter_of_scope(world: &World) {
    let house = House::build(world).await;
    house.file(&house.ann, "family", "family").await;
    house.file(&house.ann, "personal of ann", "individual").await;
    let assigned = house.file(&house.ann, "for the helper", "individual").await;
    let helper = house.member("helper");
    house
        .ann
        .ask(&format!("select api.assign_family_document('{assigned}', '{}')", helper.id))
        .await;
    house.file(house.member("child"), "personal of the child", "individual").await;
    house.file(house.member("child"), "drawing", "family").await;

    // Family scope sees what is the family's; nobody but the author and the assigned sees what is personal.
    let family = set(&["family", "drawing"]);
    for role in ["caregiver", "emergency_contact", "viewer"] {
        assert_eq!(house.sees(house.member(role)).await, family, "{role}");
    }
    assert_eq!(
        house.sees(&house.ann).await,
        set(&["family", "drawing", "personal of ann", "for the helper"])
    );
    // Individual scope sees its own and what is assigned to it.
    assert_eq!(house.sees(helper).await, set(&["for the helper"]));
    assert_eq!(house.sees(house.member("child")).await, set(&["personal of the child", "drawing"]));
    for role in ["care_recipient", "bot_agent"] {
        assert_eq!(house.sees(house.member(role)).await, set(&[]), "{role}");
    }
    // Global scope sees everything, and leaves a trace.
    let all =
        set(&["family", "drawing", "personal of ann", "for the helper", "personal of the child"]);
    assert_eq!(house.sees(&world.root().await).await, all);
}

pub(crate) async fn who_files_and_deletes_is_a_matter_of_scope(world: &World) {
    let house = House::build(world).await;
    let add = format!(
        "select api.add_family_document('{}', 'x', gen_random_uuid()::text, 7)",
        house.family
    );
    for (role, person) in &house.members {
        let may = ["caregiver", "care_recipient", "child", "bot_agent"].contains(role);
        let answer = person.request(&add).await;
        match answer {
            Ok(_) => assert!(may, "{role}"),
            Err(refusal) => assert_eq!((refusal.code.as_str(), may), ("42501", false), "{role}"),
        }
    }
    let of_ann = house.file(&house.ann, "family", "family").await;
    let delete = |id: &str| format!("select api.delete_family_document('{id}')");
    house.member("child").refused("P0002", &delete(&of_ann)).await;
    house.member("viewer").refused("P0002", &delete(&of_ann)).await;
    let of_child = house.file(house.member("child"), "drawing", "family").await;
    house.member("child").ask(&delete(&of_child)).await;
    house.member("caregiver").ask(&delete(&of_ann)).await;
    // Assigning is managing; it is for members only.
    let other = house.file(&house.ann, "other", "family").await;
    let assign = |to: &str| format!("select api.assign_family_document('{other}', {to})");
    let viewer = house.member("viewer");
    viewer.refused("P0002", &assign(&format!("'{}'", viewer.id))).await;
    let stranger = world.person("Eve").await;
    house.ann.refused("P0002", &assign(&format!("'{}'", stranger.id))).await;
    house.ann.ask(&assign(&format!("'{}'", viewer.id))).await;
    house.ann.ask(&assign("null")).await;
    house.ann.refused("P0002", &assign("null").replace(&other, &house.family)).await;
    let to_stranger = format!(
        "select api.add_family_document('{}', 'x', 'y', 7, p_assigned_to => '{}')",
        house.family, stranger.id
    );
    house.ann.refused("P0002", &to_stranger).await;
    // A document stays in its family and its place.
    let moved =
        format!("update app.family_documents set storage_key = 'elsewhere' where id = '{other}'");
    assert_eq!(world.try_operate(&moved).await.unwrap_err().code, "FG014");
}

pub(crate) async fn documents_come_in_pages(world: &World) {
    let house = House::build(world).await;
    for number in 1..=7 {
        house.file(&house.ann, &format!("number {number}"), "family").await;
    }
    let mut seen = Vec::new();
    let mut after = "null".to_owned();
    loop {
        let page = house
            .ann
            .ask(&format!(
                "select document_id, title from api.list_family_documents('{}', {after}, 3)",
                house.family
            ))
            .await;
        let Some(last) = page.last() else { break };
        after = format!("'{}'", last[0].clone().unwrap());
        seen.extend(page.into_iter().map(|row| row[1].clone().unwrap()));
    }
    let newest_first: Vec<_> = (1..=7).rev().map(|number| format!("number {number}")).collect();
    assert_eq!(seen, newest_first);
}

//! F4: invite codes - their form, their uniqueness when two are drawn alike, and how they let people in.

use crate::session::quote;
use crate::world::{Person, World, until_it_waits};
use std::collections::BTreeSet;

/// Puts a draw of the test's own in the place of chance: each session draws what `test.codes` says, in its order.
const LOADED_DICE: &str = "
    create or replace function internal.random_invite_code() returns text language plpgsql
      set search_path = pg_catalog, pg_temp
      as $$ declare codes text[] := string_to_array(current_setting('test.codes'), ' '); begin
        if cardinality(codes) > 1 then
          perform set_config('test.codes', array_to_string(codes[2:], ' '), false);
        end if;
        return codes[1];
      end $$";

const TAKEN: &str = "AAAABBBBCCCC";
const FREE: &str = "DDDDEEEEFFFF";

fn generate(family: &str) -> String {
    format!("select api.generate_family_invite_code('{family}')")
}

fn loaded(codes: &str, family: &str) -> String {
    format!("set test.codes = {}; {}", quote(codes), generate(family))
}

async fn household(world: &World, name: &str) -> (Person, String) {
    let person = world.person(name).await;
    let family = person.family(name).await;
    (person, family)
}

pub(crate) async fn codes_have_their_form_and_differ(world: &World) {
    let (ann, family) = household(world, "Ann").await;
    let mut codes = BTreeSet::new();
    let mut characters = BTreeSet::new();
    codes.insert(ann.one(&format!("select api.get_family_invite_code('{family}')")).await);
    let drawn =
        world.operate("select internal.random_invite_code() from generate_series(1, 2000)").await;
    codes.extend(drawn.into_iter().map(|row| row[0].clone().unwrap()));
    for _ in 0..5 {
        codes.insert(ann.one(&generate(&family)).await);
    }
    assert_eq!(codes.len(), 2006, "no two are alike");
    for code in &codes {
        assert_eq!(code.len(), 12, "{code}");
        characters.extend(code.chars());
    }
    let alphabet: String = characters.into_iter().collect();
    assert_eq!(alphabet, "23456789ABCDEFGHJKMNPQRSTUVWXYZ", "every one of them, and no 0 O 1 I L");
    // What the generator would never make, the table does not take.
    let forged =
        format!("update app.families set invite_code = 'AAAA0000IIII' where id = '{family}'");
    assert_eq!(world.try_operate(&forged).await.unwrap_err().code, "23514");
}

pub(crate) async fn a_code_that_is_taken_is_drawn_again(world: &World) {
    let (ann, adams) = household(world, "Ann").await;
    let (bob, brown) = household(world, "Bob").await;
    world.operate(LOADED_DICE).await;
    assert_eq!(ann.ask(&loaded(TAKEN, &adams)).await, [[Some(TAKEN.to_owned())]]);
    let draws = format!("{TAKEN} {TAKEN} {FREE}");
    assert_eq!(bob.ask(&loaded(&draws, &brown)).await, [[Some(FREE.to_owned())]]);

    // Nothing but taken codes: an error after ten draws, and the family keeps the code that it has.
    bob.refused("FG009", &loaded(TAKEN, &brown)).await;
    let kept = bob.one(&format!("select api.get_family_invite_code('{brown}')")).await;
    assert_eq!(kept, FREE);
    // A new family draws again in the same way.
    let cat = world.person("Cat").await;
    let made = cat
        .ask(&format!("set test.codes = '{TAKEN} GGGGHHHHJJJJ'; select api.create_family('Cat')"))
        .await;
    let family = made[0][0].clone().unwrap();
    assert_eq!(
        cat.one(&format!("select api.get_family_invite_code('{family}')")).await,
        "GGGGHHHHJJJJ"
    );
}

pub(crate) async fn two_sessions_that_draw_the_same_code_get_two(world: &World) {
    let (ann, adams) = household(world, "Ann").await;
    let (bob, brown) = household(world, "Bob").await;
    world.operate(LOADED_DICE).await;
    ann.begin("", &loaded(TAKEN, &adams)).await.unwrap();
    let pid = bob.pid().await;
    let sql = loaded(&format!("{TAKEN} {FREE}"), &brown);
    let second = bob.ask(&sql);
    let first = async {
        until_it_waits(world, pid).await;
        ann.end("commit").await.unwrap();
    };
    let (second, ()) = tokio::join!(second, first);
    assert_eq!(second, [[Some(FREE.to_owned())]]);
    assert_eq!(ann.one(&format!("select api.get_family_invite_code('{adams}')")).await, TAKEN);
}

pub(crate) async fn a_code_lets_in_as_a_viewer(world: &World) {
    let (ann, family) = household(world, "Ann").await;
    let bob = world.person("Bob").await;
    let code = ann.one(&generate(&family)).await;
    let join = |code: &str| format!("select api.join_family_by_code('{code}', 'Bobby')");
    bob.refused("FG006", &join("AAAAAAAAAAAA")).await;
    // As people type it.
    let typed = format!("{}-{} {}", &code[..4], &code[4..8].to_lowercase(), &code[8..]);
    bob.ask(&join(&typed)).await;
    bob.refused("FG008", &join(&code)).await;
    let row = format!(
        "select role_type, display_name from api.get_family_members('{family}') where user_id = '{}'",
        bob.id
    );
    assert_eq!(ann.ask(&row).await, [["viewer", "Bobby"].map(|it| Some(it.to_owned()))]);
    bob.refused("42501", &generate(&family)).await;
    bob.refused("42501", &format!("select api.get_family_invite_code('{family}')")).await;

    // Who left comes back; who was removed does not.
    bob.ask(&format!("select api.leave_family('{family}')")).await;
    bob.ask(&join(&code)).await;
    ann.ask(&format!("select api.remove_family_member('{family}', '{}')", bob.id)).await;
    bob.refused("42501", &join(&code)).await;
    let token = ann.invite(&family, &bob.email, "child").await;
    bob.ask(&format!("select api.accept_family_invitation('{token}')")).await;
    ann.ask(&format!("select api.suspend_family_member('{family}', '{}')", bob.id)).await;
    bob.refused("42501", &join(&code)).await;
}

pub(crate) async fn a_code_ends(world: &World) {
    let (ann, family) = household(world, "Ann").await;
    let bob = world.person("Bob").await;
    let old = ann.one(&generate(&family)).await;
    let new = ann.one(&generate(&family)).await;
    let join = |code: &str| format!("select api.join_family_by_code('{code}')");
    bob.refused("FG006", &join(&old)).await;
    world
        .operate(&format!(
            "update app.families set invite_code_expires_at = now() where id = '{family}'"
        ))
        .await;
    bob.refused("FG006", &join(&new)).await;
    let fresh = ann.one(&generate(&family)).await;
    world
        .root()
        .await
        .ask(&format!("select api.set_family_status('{family}', 'suspended', 'unclear')"))
        .await;
    bob.refused("FG006", &join(&fresh)).await;
    ann.refused("FG001", &generate(&family)).await;
    world
        .root()
        .await
        .ask(&format!("select api.set_family_status('{family}', 'active', 'clear')"))
        .await;
    ann.ask(&format!("select api.disable_family_invite_code('{family}')")).await;
    assert_eq!(ann.one(&format!("select api.get_family_invite_code('{family}')")).await, "");
    bob.refused("FG006", &join(&fresh)).await;
}

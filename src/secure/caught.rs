//! What handlers of a PL/pgSQL body catch.

use crate::sql::Token;
use std::ops::Range;

/// The handlers of a block.
#[derive(Debug)]
struct Block {
    /// The statements that they are for.
    statements: Range<usize>,
    handlers: Vec<Handler>,
}

/// `WHEN … THEN …`
#[derive(Debug)]
struct Handler {
    /// SQLSTATEs and names of conditions.
    conditions: Vec<String>,
    /// Whether it raises again what it has caught.
    raises_again: bool,
}

/// The handlers of a body.
#[derive(Debug)]
pub(super) struct Handlers(Vec<Block>);

/// What an `END` ends.
enum Opened {
    Case,
    /// A block that begins there, and where its handlers begin, with those so far.
    Block(usize, Option<(usize, Vec<Handler>)>),
}

impl Handlers {
    /// Those of the tokens of a body.
    pub(super) fn of(tokens: &[Token<'_>]) -> Self {
        let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|it| it.is_any(words));
        let mut blocks = Vec::new();
        let mut open = Vec::new();
        for at in 0..tokens.len() {
            let follows = |words: &[&str]| at > 0 && is(at - 1, words);
            if is(at, &["case"]) && !follows(&["end"]) {
                open.push(Opened::Case);
            } else if is(at, &["begin"]) {
                open.push(Opened::Block(at, None));
            } else if is(at, &["exception"])
                && is(at + 1, &["when"])
                && let Some(Opened::Block(_, handlers @ None)) = open.last_mut()
            {
                *handlers = Some((at, Vec::new()));
            } else if is(at, &["when"])
                // Not that of `EXIT` or `CONTINUE`, with or without a label.
                && follows(&["exception", "then", ";"])
                && let Some(Opened::Block(_, Some((_, handlers)))) = open.last_mut()
            {
                handlers.push(Handler::of(&tokens[at + 1..]));
            } else if is(at, &["raise"]) && tokens.get(at + 1).is_none_or(|it| it.is(";")) {
                for handler in open.iter_mut().filter_map(Opened::handler) {
                    handler.raises_again = true;
                }
            } else if is(at, &["end"])
                && !is(at + 1, &["if", "loop"])
                && let Some(Opened::Block(begin, Some((end, handlers)))) = open.pop()
            {
                blocks.push(Block { statements: begin..end, handlers });
            }
        }
        Self(blocks)
    }

    /// Whether a condition that is raised at a token stays within the body.
    pub(super) fn catch(&self, code: &str, at: usize) -> bool {
        // Inner blocks end before outer ones, and are asked first.
        let around = self.0.iter().filter(|it| it.statements.contains(&at));
        let mut first = around.filter_map(|it| it.handlers.iter().find(|it| it.is_for(code)));
        first.next().is_some_and(|it| !it.raises_again)
    }
}

impl Opened {
    /// The handler that what comes now stands in.
    fn handler(&mut self) -> Option<&mut Handler> {
        match self {
            Self::Block(_, Some((_, handlers))) => handlers.last_mut(),
            _ => None,
        }
    }
}

impl Handler {
    /// The one whose conditions begin here, up to `THEN`.
    fn of(tokens: &[Token<'_>]) -> Self {
        let conditions = tokens.iter().take_while(|it| !it.is("then"));
        let named = conditions.filter(|it| !it.is_any(&["or", "sqlstate"]));
        let conditions = named.map(|it| it.value().to_ascii_lowercase()).collect();
        Self { conditions, raises_again: false }
    }

    fn is_for(&self, code: &str) -> bool {
        self.conditions.iter().any(|it| it.eq_ignore_ascii_case(code) || it == "others")
    }
}

#[cfg(test)]
mod tests {
    use crate::secure::raised;

    fn codes(body: &str) -> Vec<String> {
        raised(body).into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn what_is_caught_is_not_raised() {
        let one = |when: &str, then: &str| {
            format!("begin raise sqlstate 'MB001'; exception when {when} then {then} end")
        };
        assert!(codes(&one("sqlstate 'MB001'", "return;")).is_empty());
        assert!(codes(&one("no_data_found or sqlstate 'MB001'", "null;")).is_empty());
        assert!(codes(&one("others", "return 1;")).is_empty());
        assert_eq!(codes(&one("sqlstate 'MB002'", "return;")), ["MB001"]);
        assert_eq!(codes(&one("sqlstate 'MB001'", "raise;")), ["MB001"]);
        assert_eq!(codes(&one("sqlstate 'MB001'", "raise sqlstate 'MB003';")), ["MB003"]);
        assert!(
            codes("begin raise unique_violation; exception when unique_violation then end")
                .is_empty()
        );
    }

    #[test]
    fn an_exit_is_no_handler() {
        let body = "begin raise sqlstate 'MB001';
          exception when sqlstate 'MB002' then
            loop exit when x = 'MB001'; continue outer when MB001; end loop;
          when sqlstate 'MB003' then when sqlstate 'MB004' then
          end";
        assert_eq!(codes(body), ["MB001"]);
        assert!(
            codes(&body.replace("raise sqlstate 'MB001'", "raise sqlstate 'MB003'")).is_empty()
        );
        assert!(
            codes(&body.replace("raise sqlstate 'MB001'", "raise sqlstate 'MB004'")).is_empty()
        );
    }

    #[test]
    fn handlers_are_for_their_own_block() {
        let body = "begin
            if a then
              begin x := case when b then 1 else 2 end; raise sqlstate 'MB001';
              exception when sqlstate 'MB001' then
                y := case when b then 1 end;
                raise sqlstate 'MB002';
              end;
            end if;
            raise sqlstate 'MB001';
          exception when sqlstate 'MB002' then null; when sqlstate 'MB003' then raise;
          end";
        assert_eq!(codes(body), ["MB001"]);
    }
}

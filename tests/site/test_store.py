"""The store, on SQLite and on a real PostgreSQL: schema, users, questions, backup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, func, inspect, select

from corpus.errors import UnreadableError, WrongUseError
from qa.answer import Materials, answer
from qa.document import as_json
from reports.knowledge.article import Edit, edited
from reports.questions import read_desk_questions
from reports.service.asked import Answered, Asked, answered
from reports.site.store import editing, exchange, users
from reports.site.store.asked import earlier_questions, keep, keep_feedback, made_from, stored_answer
from reports.site.store.backup import back_up, restore
from reports.site.store.editing import Change, take
from reports.site.store.spending import spend, spent_today
from reports.site.store.store import _configuration, address_of, connect, open_store
from reports.site.store.tables import answers, audit, metadata, questions
from tests.site.postgres import postgres

PASSWORD = "a long password of a test"  # noqa: S105


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    told = "" if request.param == "sqlite" else request.getfixturevalue("server")
    engine = open_store(address_of(told, tmp_path))
    yield engine
    if request.param == "postgresql":
        with engine.begin() as connection:
            metadata.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()


@pytest.fixture(scope="module")
def told(materials: Materials) -> Answered:
    return answered(answer("What does the hedge cost?", materials))


def _count(store: Engine, table: object = questions) -> int:
    with store.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def _keep(store: Engine, told: Answered, question: str = "What does the hedge cost?") -> int:
    keep(store, Asked(question=question), told)
    return int(next(row.id for row in editing.queue(store) if row.text == question))


def test_the_migrations_make_the_tables_that_the_code_knows(store: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    engine = open_store(address_of("", tmp_path))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnreadableError, match="newer version"):
        open_store(address_of("", tmp_path))
    engine.dispose()


@pytest.mark.parametrize("told", ["mysql://x", "/tmp/x.db", "http://x"])  # noqa: S108 it is refused
def test_an_address_of_another_store_is_refused(told: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="HEDGECITE_STORE"):
        address_of(told, tmp_path)


def test_a_question_is_stored_once_with_how_many_wait_for_it(store: Engine, told: Answered) -> None:
    for question in ("What does the hedge cost?", " what does the  hedge cost ", "What does the hedge cost?"):
        keep(store, Asked(question=question), told)
    (row,) = editing.queue(store)
    assert (row.text, row.waiting, row.status, _count(store, answers)) == ("What does the hedge cost?", 3, "new", 1)
    assert stored_answer(store, told.id) == told.text
    assert json.loads(told.text)["question"] == "What does the hedge cost?"


def test_readers_who_ask_the_same_at_once_are_all_counted(store: Engine, told: Answered) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: keep(store, Asked(question="What does the hedge cost?"), told), range(40)))
    (row,) = editing.queue(store)
    assert row.waiting == 40


def test_what_an_answer_goes_on_from_is_known_from_the_first_on(store: Engine, told: Answered) -> None:
    chain = [
        Answered(id=f"{n:032x}", document=told.document, text=told.text, parent=f"{n - 1:032x}" if n else None) for n in range(4)
    ]
    for one in chain:
        keep(store, Asked(question="What does the hedge cost?", parent=one.parent), one)
    assert [name for name, _ in earlier_questions(store, chain[3].id)] == [c.id for c in chain[:3]]


def test_feedback_is_counted_for_its_answer(store: Engine, told: Answered) -> None:
    _keep(store, told)
    for helped in (True, True, False):
        keep_feedback(store, told.id, helped=helped)
    assert editing.helped(store, told.id) == (2, 1)
    with pytest.raises(UnreadableError):
        keep_feedback(store, "00", helped=True)


def test_a_step_is_taken_from_the_states_that_lead_to_it_alone(store: Engine, told: Answered) -> None:
    number = _keep(store, told)

    def step(name: editing.Step, who: str, version: int, **values: object) -> int:
        refusal = take(store, number, Change(step=name, who=who, version=version, values=values))
        return refusal.status if refusal else 0

    assert step("approve", "ann", 1) == 409
    assert step("draft", "eve", 1, title="T", slug="t") == 0
    assert step("draft", "eve", 1, title="U") == 409
    assert step("approve", "eve", 2) == 403
    assert step("approve", "ann", 2) == 0
    assert step("publish", "ann", 3) == 0
    assert [row.slug for row in editing.queue(store, "published")] == ["t"]
    assert step("decline", "eve", 4) == 409
    assert step("withdraw", "ann", 4) == 0
    assert [e.what for e in editing.history(store, number)] == ["withdraw", "publish", "approve", "draft"]
    other = _keep(store, told, "Another question?")
    refusal = take(store, other, Change(step="draft", who="eve", version=1, values={"slug": "t"}))
    assert refusal is not None
    assert refusal.status == 409


def test_a_login_needs_the_right_password_and_ends(store: Engine) -> None:
    users.add_user(store, "eve", "editor", PASSWORD)
    held = users.log_in(store, "eve", PASSWORD)
    assert held is not None
    login = users.login_of(store, held)
    assert login is not None
    assert (login.user.name, login.user.role, login.scopes) == ("eve", "editor", None)
    users.log_out(store, held)
    assert users.login_of(store, held) is None
    assert users.log_in(store, "eve", "wrong") is None
    assert users.log_in(store, "nobody", PASSWORD) is None


def test_a_name_that_failed_too_often_waits_whatever_the_password(store: Engine) -> None:
    users.add_user(store, "eve", "editor", PASSWORD)
    for _ in range(5):
        assert users.log_in(store, "eve", "wrong") is None
    assert users.log_in(store, "eve", PASSWORD) is None


def test_a_user_who_is_disabled_can_do_nothing_more(store: Engine) -> None:
    users.add_user(store, "eve", "editor", PASSWORD)
    held, token = users.log_in(store, "eve", PASSWORD), users.add_token(store, "eve", "script", ("read",))
    assert held is not None
    assert users.token_login(store, token) is not None
    users.disable_user(store, "eve")
    assert users.login_of(store, held) is None
    assert users.token_login(store, token) is None
    assert users.log_in(store, "eve", PASSWORD) is None


def test_a_token_is_stored_as_its_digest_and_revoked_by_its_title(store: Engine) -> None:
    users.add_user(store, "eve", "editor", PASSWORD)
    token = users.add_token(store, "eve", "script", ("read", "edit"))
    login = users.token_login(store, token)
    assert login is not None
    assert login.scopes == ("read", "edit")
    assert users.revoke_token(store, "eve", "script") == 1
    assert users.token_login(store, token) is None
    with store.connect() as connection:
        held = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert not any(token in row or PASSWORD in row for row in held)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (("eve", "king", PASSWORD, None), "is no role"),
        (("eve", "editor", "short", None), "password is short"),
        (("eve", "client", PASSWORD, None), "client's reports"),
        (("eve", "editor", PASSWORD, "jane"), "client's reports"),
        (("", "editor", PASSWORD, None), "name is empty"),
    ],
)
def test_a_user_who_can_not_be_is_refused(given: tuple[str, str, str, str | None], wrong: str, tmp_path: Path) -> None:
    engine = open_store(address_of("", tmp_path))
    with pytest.raises(WrongUseError, match=wrong):
        users.add_user(engine, *given)
    assert users.list_users(engine) == ()
    engine.dispose()


def test_what_a_day_took_of_the_model_is_told_by_reader(store: Engine) -> None:
    for reader, tokens in (("a", 10), ("a", 5), ("b", 100)):
        spend(store, "2026-01-01", reader, tokens)
    spend(store, "2026-01-02", "a", 1)
    assert spent_today(store, "2026-01-01", "a") == (15, 115)
    assert spent_today(store, "2026-01-03", "a") == (0, 0)


def test_a_backup_is_taken_into_an_empty_store_whole(store: Engine, told: Answered, tmp_path: Path) -> None:
    number = _keep(store, told)
    users.add_user(store, "eve", "editor", PASSWORD)
    users.log_in(store, "eve", PASSWORD)
    take(store, number, Change(step="draft", who="eve", version=1, values={"title": "T", "slug": "t"}))
    file = tmp_path / "backup"
    rows = back_up(store, file)
    assert file.stat().st_mode & 0o077 == 0
    fresh = open_store(address_of("", tmp_path / "fresh"))
    assert restore(fresh, file) == rows
    assert [row.title for row in editing.queue(fresh)] == ["T"]
    assert users.log_in(fresh, "eve", PASSWORD) is not None
    assert _count(fresh, audit) == _count(store, audit) + 1
    with pytest.raises(WrongUseError, match="not empty"):
        restore(fresh, file)
    fresh.dispose()


def test_a_backup_goes_into_postgresql_and_numbers_go_on_after_it(server: str, told: Answered, tmp_path: Path) -> None:
    old = open_store(address_of("", tmp_path))
    first = _keep(old, told)
    back_up(old, tmp_path / "backup")
    fresh = open_store(address_of(server, tmp_path))
    try:
        restore(fresh, tmp_path / "backup")
        assert _keep(fresh, told, "Another question?") == first + 1
    finally:
        with fresh.begin() as connection:
            metadata.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
        old.dispose()
        fresh.dispose()


@pytest.mark.parametrize(
    "text", ["", "{}", '{"schema": "hedgecite/store/2"}\n["nothing", {}]', '{"schema": "hedgecite/store/2"}\n["ans']
)
def test_a_file_that_is_no_backup_leaves_the_store_empty(text: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(text)
    engine = open_store(address_of("", tmp_path))
    with pytest.raises(UnreadableError):
        restore(engine, tmp_path / "file")
    assert _count(engine) == 0
    engine.dispose()


_QUESTIONS = """# a comment of the editor's own
[[question]]
text = "What does the hedge cost?"
slug = "hedge-cost"
title = "The price of a hedge"
category = "Costs"
tags = ["cost", "drag"]
state = "approved"
editor = "Eve"
approver = "Ann"
asked = 2026-01-02
approved = 2026-01-03
figures = ["drag.monthly.mean", "drag.monthly.median"]
also = ["What is the drag?"]
was = ["cost"]
intro = ["The hedge is not free."]

[[question.edit]]
was = "In this backtest the hedge cost something."
now = "Here the hedge cost {drag.monthly.mean}."

[[question]]
text = "What is a condor?"
state = "needs text"

[[question]]
text = "And the weather?"
"""


def test_questions_of_a_file_are_taken_in_and_written_back_the_same(store: Engine, told: Answered, tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(_QUESTIONS)
    before = read_desk_questions(file)
    answers = {q.text: told for q in exchange.missing_answers(store, file)}
    assert len(answers) == 3
    assert exchange.take_in(store, file, answers, "eve") == 3
    assert exchange.missing_answers(store, file) == ()
    assert exchange.take_in(store, file, {}, "eve") == 0, "nothing is new the second time"
    assert exchange.export(store, tmp_path / "fresh.toml") == 3
    assert read_desk_questions(tmp_path / "fresh.toml") == before
    exchange.export(store, file, force=True)
    assert file.read_text() == _QUESTIONS, "comments and order are the editor's own"


def test_what_an_editor_does_on_the_site_is_written_into_the_file(store: Engine, told: Answered, tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    number = _keep(store, told)
    _keep(store, told, "A question that nobody has looked at?")
    for version, (step, who, values) in enumerate(
        [("draft", "eve", {"title": "T", "slug": "t", "tags": "a, b"}), ("approve", "ann", {}), ("publish", "ann", {})], start=1
    ):
        assert take(store, number, Change(step=step, who=who, version=version, values=values)) is None  # type: ignore[arg-type]
    assert exchange.export(store, file) == 1
    (question,) = read_desk_questions(file)
    assert (question.state, question.title, question.slug, question.tags) == ("published", "T", "t", ("a", "b"))
    assert question.approver == "ann"
    assert question.approved is not None
    assert question.published == question.approved


def test_a_file_that_was_changed_since_is_refused_unless_forced(store: Engine, told: Answered, tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    _keep(store, told)
    exchange.export(store, file)
    file.write_text(file.read_text() + "# mine\n")
    with pytest.raises(WrongUseError, match="changed by hand"):
        exchange.export(store, file)
    exchange.export(store, file, force=True)
    assert "# mine" in file.read_text()
    exchange.export(store, file)


def test_a_file_that_was_being_written_when_the_site_was_killed_is_known_for_its_own(
    store: Engine, told: Answered, tmp_path: Path
) -> None:
    file = tmp_path / "questions.toml"
    number = _keep(store, told)
    assert take(store, number, Change(step="draft", who="eve", version=1, values={"title": "One"})) is None
    exchange.export(store, file)
    known = exchange.known_digest(store)
    assert take(store, number, Change(step="draft", who="eve", version=2, values={"title": "Two"})) is None
    exchange.export(store, file)
    with store.execution_options(writes=True).begin() as connection:
        exchange.remember(connection, "questions.toml", known)  # what stands where it was killed before it kept the new digest
    assert exchange.export(store, file) == 1
    file.write_text(file.read_text() + "# mine\n")
    with pytest.raises(WrongUseError, match="changed by hand"):
        exchange.export(store, file)


def test_a_faulty_file_changes_nothing(store: Engine, tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text('[[question]]\ntext = "A?"\nstate = "approved"\n')
    with pytest.raises(UnreadableError, match="approver"):
        exchange.take_in(store, tmp_path / "questions.toml", {}, "eve")
    assert editing.queue(store) == []


def test_the_first_schema_is_brought_up_with_editors_words_as_tokens(told: Answered, tmp_path: Path) -> None:
    first = told.document.summary[0]
    changed = json.loads(json.dumps(as_json(first)).replace("In this backtest", "Over all of it"))
    shift = len("Over all of it") - len("In this backtest")
    for span in changed["spans"]:
        span["start"], span["end"] = span["start"] + shift, span["end"] + shift
    rest = [as_json(s) for s in told.document.summary[1:]]
    engine = connect(address_of("", tmp_path))
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_configuration(connection), "0001")
        at = datetime(2026, 1, 2, tzinfo=UTC).isoformat(sep=" ")
        connection.exec_driver_sql(
            "INSERT INTO answers (id, question, document, made_at) VALUES (?, 'q', ?, ?)", (told.id, told.text, at)
        )
        connection.exec_driver_sql(
            "INSERT INTO questions (text, words, answer, status, waiting, figures, title, category, tags, edited, version, "
            "asked_at, changed_at) VALUES ('q', 'q', ?, 'drafted', 1, '', '', '', '', ?, 1, ?, ?)",
            (told.id, json.dumps([changed, *rest]), at, at),
        )
    engine.dispose()
    engine = open_store(address_of("", tmp_path))
    (row,) = editing.queue(engine)
    (edit,) = json.loads(str(row.edited))
    assert edit["was"] == first.text
    made = edited(told.document, (Edit(**edit),))
    assert made.summary[0].text == first.text.replace("In this backtest", "Over all of it")
    assert row.made_from == made_from(told.document)
    engine.dispose()

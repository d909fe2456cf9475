"""Pages for readers: ask, answer, figures, sources, glossary, about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.errors import UnreadableError, WrongUseError
from reports.service.asked import document_of
from reports.service.lookups import explained, ledger, search
from reports.site.access import may, site_of, who_asks
from reports.site.asking import ask, within
from reports.site.claims_view import as_shown
from reports.site.faults import Refused
from reports.site.lookups import families, groups, is_changed, level_of, parts, span_of
from reports.site.store.asked import earlier_questions, keep_feedback, stored_answer
from reports.site.views import answer_body, page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_EXAMPLES = (
    "How much does the ALVH hedge actually drag down monthly returns on the conservative 0.70 SPX iron condor in real trading?",
    "How far did the account fall with and without the hedge?",
    "What does the hedge cost with VIX below 15?",
    "How are the layers of the hedge rolled?",
)
Text = Annotated[str, Query(max_length=1000)]
Name = Annotated[str, Form(max_length=64, pattern="^[0-9a-f]*$")]


@router.get("/", dependencies=[may("open")])
def home(request: Request) -> Response:
    """The first page: that for questions."""
    return RedirectResponse("/ask", 303) if "read" in who_asks(request).rights else RedirectResponse("/about", 303)


@router.get("/ask", dependencies=[may("read")])
def ask_page(request: Request) -> Response:
    """The box for a question, with examples."""
    return page(request, "ask.html", "Ask", {"examples": _EXAMPLES})


@router.post("/ask", dependencies=[may("read")])
async def ask_form(
    request: Request,
    question: Annotated[str, Form(max_length=4000)] = "",
    after: Name = "",
    figure: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Answer, and go to the answer's page."""
    answered = await ask(site_of(request), who_asks(request), (question, after or None, figure or None))
    return RedirectResponse(f"/answers/{answered.id}", 303)


@router.get("/answers/{name}", dependencies=[may("read")])
def answer_page(request: Request, name: str) -> Response:
    """An answer, with what it goes on from above it and a box for what goes on from it below."""
    from reports.pages.page import embedded

    site = site_of(request)
    text = stored_answer(site.store, name)
    if text is None:
        raise Refused(404, "This answer is not stored here.")
    document = document_of(text)
    before = earlier_questions(site.store, name)

    body = answer_body(site, document, name, asking=before[-1][0] if before else "")
    told: dict[str, object] = {"doc": document, "name": name, "before": before, "embedded": embedded(document)}
    return page(request, "answer.html", document.title.text, told | {"body": body})


@router.post("/answers/{name}/feedback", dependencies=[may("read")])
def feedback(request: Request, name: str, helped: Annotated[str, Form(pattern="^(yes|no)$")]) -> Response:
    """Whether an answer helped."""
    site = site_of(request)
    if stored_answer(site.store, name) is None:
        raise Refused(404, "This answer is not stored here.")
    keep_feedback(site.store, name, helped=helped == "yes")
    told = {"what": "Your reply has been recorded for the editors.", "back": f"/answers/{name}"}
    return page(request, "fault.html", "Thank you", told)


@router.get("/figures", dependencies=[may("read")])
def figures_page(request: Request, q: Text = "") -> Response:
    """The catalogue."""
    return page(request, "figures.html", "Figures", {"families": families(q), "q": q})


@router.get("/figures/{key}", dependencies=[may("read")])
async def figure_page(request: Request, key: str, backtest: Text = "", scope: Text = "all") -> Response:
    """One figure: how it is computed, its value, and the numbers behind it."""
    site, wrong = site_of(request), ""
    try:
        made = await within(site, explained(site.service, key, backtest, scope))
    except WrongUseError as error:
        if error.where == "key":
            raise Refused(404, "There is no such figure.") from None
        wrong = f"{error.what[:1].upper()}{error.what[1:]}; {error.mend}."
        made = await within(site, explained(site.service, key, "", "all"))
    manifests = [b.manifest for b in site.service.state.materials.backtests]
    told: dict[str, object] = {"e": made, "backtests": manifests, "scope": scope, "wrong": wrong, "level": level_of(made)}
    return page(request, "figure.html", made.title, told)


@router.get("/sources", dependencies=[may("read")])
async def sources_page(request: Request, q: Text = "") -> Response:
    """The texts, and passages on what is searched for."""
    site = site_of(request)
    found = await within(site, search(site.service, q, 8)) if q.strip() else ()
    listed = groups(site.service.state.materials.library.documents)
    return page(request, "sources.html", "Sources", {"groups": listed, "q": q, "found": found})


@router.get("/sources/{path:path}", dependencies=[may("read")])
def source_page(
    request: Request,
    path: str,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
    digest: Annotated[str, Query(pattern="^[0-9a-f]{0,64}$")] = "",
) -> Response:
    """A text, with a cited span marked; the path is looked up among the texts that were read, and never opened."""
    state = site_of(request).service.state
    document = state.documents.get(path)
    if document is None:
        raise Refused(404, "There is no such text.")
    try:
        span, outside = span_of(document, start, end), False
    except UnreadableError:
        span, outside = None, True
    shown = parts(state.passages.get(path, ()), span)
    told: dict[str, object] = {"d": document, "parts": shown, "marked": any("<mark" in p.html for p in shown)}
    return page(request, "source.html", document.title, told | {"changed": outside or is_changed(document, span, digest)})


@router.get("/claims", dependencies=[may("read")])
async def claims_page(request: Request, backtest: Text = "") -> Response:
    """What the texts claim, and where they disagree."""
    site = site_of(request)
    found = await within(site, ledger(site.service, backtest))
    manifests = [b.manifest for b in site.service.state.materials.backtests]
    told: dict[str, object] = {"backtest": found.backtest, "backtests": manifests, **as_shown(found)}
    return page(request, "claims.html", "Claims", told)


@router.get("/glossary", dependencies=[may("read")])
def glossary_page(request: Request) -> Response:
    """The glossary."""
    terms = sorted(site_of(request).service.state.materials.library.glossary.terms, key=lambda t: t.name.casefold())
    return page(request, "glossary.html", "Glossary", {"terms": terms})


@router.get("/glossary/{slug}", dependencies=[may("read")])
def term_page(request: Request, slug: str) -> Response:
    """One term."""
    glossary = site_of(request).service.state.materials.library.glossary
    term = glossary.term(slug)
    if term is None:
        raise Refused(404, "There is no such term.")
    also = [found for other in term.see_also if (found := glossary.term(other)) is not None]
    return page(request, "term.html", term.name, {"t": term, "also": also})


@router.get("/about", dependencies=[may("open")])
def about_page(request: Request) -> Response:
    """What this is, and how it works."""
    state = site_of(request).service.state
    manifests = [b.manifest for b in state.materials.backtests] if "read" in who_asks(request).rights else []
    model = state.materials.model is not None
    return page(request, "about.html", "About and method", {"backtests": manifests, "model": model})

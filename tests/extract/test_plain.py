"""Plain text captures: made-up ones of every kind, read as a person would read them."""

import textwrap
from datetime import UTC, datetime

import pytest

from firsthand.extract.assemble import Draft
from firsthand.extract.plain.read import read_plain
from firsthand.model.capture import make_capture
from firsthand.model.document import BlockKind, PartKind, Problem, Role
from firsthand.profiles.lexicon import load_lexicon

SEEN = datetime(2025, 6, 4, 20, 30, tzinfo=UTC)


def read(reading: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    capture = make_capture(reading.encode(), "file:///capture.txt", SEEN)
    return read_plain(capture, reading, load_lexicon())


def words_of(draft: Draft, kind: BlockKind | PartKind) -> list[str]:
    return [piece.text for piece in draft.pieces if piece.kind is kind]


HARBOUR = [
    "The harbour of Northwick will stay closed until Friday after two ferries collided in thick fog, the port authority "
    "said on Wednesday, and more than four hundred passengers had to be brought ashore in small boats.",
    "Divers found a hole of three metres in the hull of the larger ship, which had left the island of Ennis an hour late "
    "because its radar had failed twice, according to two members of the crew.",
    "Nobody was seriously hurt. The operator said it would wait for the report of the inspectors, who are expected "
    "to question both captains on Thursday, before it commented on the cause.",
]


def test_an_agency_page_glued_from_its_text_nodes() -> None:
    glued = (
        "Ferries collide off Northwick, harbour closed | Meridian Wire\n"
        "Skip to main contentWorldBrowse WorldAfricaAmericasEuropeBusinessMarketsSportsMy NewsRegister"
        "Ferries collide off Northwick, harbour closedBy Ada Brightwater and Tom OkaforMay 28, 20252:00 PM UTCUpdated  ago"
        "TextSmall TextShareXFacebookEmailLink"
        "Item 1 of 3 A ferry lies at the quay of Northwick, May 28, 2025. MERIDIAN/Ada Brightwater[1/3]"
        "SummaryFour hundred passengers brought ashore by fishermenOperator waits for inspectors before it comments"
        "NORTHWICK, May 28 (Reuters) - " + HARBOUR[0] + HARBOUR[1] + " Sign up  here."
        "SECOND ACCIDENT" + HARBOUR[2] + "Reporting by Ada Brightwater; editing by Lin Marsh"
        "Our Standards: The Meridian Principles., opens new tabSuggested Topics:EuropeShareXFacebook"
        "Read NextWorldSeven held after night of unrest in capitalMay 31, 2025© 2025 Meridian. All rights reserved"
    )
    (draft,), problems = read(glued)
    assert not problems
    assert draft.facts.headline == "Ferries collide off Northwick, harbour closed"
    assert draft.facts.outlet == "Meridian Wire"
    assert str(draft.facts.published) == "2025-05-28T14:00Z"
    assert draft.facts.credit == "Reuters"
    assert draft.facts.language == "en"
    assert words_of(draft, PartKind.BYLINE) == ["Ada Brightwater", "Tom Okafor"]
    assert words_of(draft, PartKind.BULLET) == [
        "Four hundred passengers brought ashore by fishermen",
        "Operator waits for inspectors before it comments",
    ]
    assert words_of(draft, BlockKind.DATELINE) == ["NORTHWICK, May 28 (Reuters) -"]
    assert words_of(draft, BlockKind.PARAGRAPH) == HARBOUR
    assert words_of(draft, BlockKind.SUBHEAD) == ["SECOND ACCIDENT"]
    assert words_of(draft, BlockKind.NOTE) == ["Reporting by Ada Brightwater; editing by Lin Marsh"]
    assert words_of(draft, PartKind.TOPIC) == ["Europe"]


AYUNTAMIENTO = [
    "El ayuntamiento de Valdemora aprobó el martes un plan para limitar los pisos turísticos en el casco antiguo, después "
    "de una sesión de seis horas en la que la oposición pidió sin éxito aplazar la votación.",
    "La alcaldesa explicó que la medida afectará a unas mil doscientas viviendas y que los propietarios tendrán dos años "
    "para adaptarse, aunque las asociaciones de vecinos consideran que el plazo es demasiado largo.",
    "El sector hotelero recibió la noticia con cautela, según un portavoz, que reclamó más inspecciones y advirtió de "
    "que muchos pisos ilegales seguirán abiertos si no aumenta el personal municipal.",
]
INCENDIO = (
    "Los bomberos lograron controlar en la madrugada del miércoles el incendio que arrasó cuarenta hectáreas de monte en "
    "la sierra de Albor. El fuego comenzó cerca de una carretera comarcal y obligó a evacuar a noventa personas. "
    "La consejera de Medio Ambiente visitó la zona y prometió ayudas a los ganaderos, que han perdido pastos y "
    "varias naves. Los agentes investigan si el origen fue una chispa de una cosechadora, como declararon dos testigos."
)
TREN = (
    "La nueva línea de tren entre Albor y Valdemora abrirá en otoño, un año más tarde de lo previsto. El ministro "
    "atribuyó el retraso a los trabajos en un túnel de tres kilómetros, donde aparecieron filtraciones de agua. La "
    "obra ha costado ciento ochenta millones, treinta más de lo anunciado, y los alcaldes de la comarca piden ahora "
    "que los trenes paren también en los pueblos pequeños. Los sindicatos reclaman más maquinistas antes de abrirla."
)


def test_an_aggregator_page_with_glued_in_articles_in_spanish() -> None:
    page = "\n".join(
        [
            "Valdemora limita los pisos turísticos del casco antiguo",
            *AYUNTAMIENTO,
            "Comentarios",
            "Noticias relacionadas",
            "",
            "El Faro de Albor",
            "hace 27 minutos",
            "- El Faro de Albor",
            "Controlado el incendio de la sierra de Albor",
            INCENDIO,
            "",
            "Gaceta del Valle",
            "hace 2 horas",
            "- Gaceta del Valle",
            "El tren de Albor abrirá en otoño con un año de retraso",
            TREN,
        ]
    )
    (main, first, second), _ = read(page)
    assert words_of(main, BlockKind.PARAGRAPH) == AYUNTAMIENTO
    assert main.facts.headline == "Valdemora limita los pisos turísticos del casco antiguo"
    assert (first.role, second.role) == (Role.RELATED, Role.RELATED)
    assert (first.facts.outlet, second.facts.outlet) == ("El Faro de Albor", "Gaceta del Valle")
    assert (str(first.facts.published), str(second.facts.published)) == ("2025-06-04T20:03Z", "2025-06-04T18:30Z")
    assert first.facts.headline == "Controlado el incendio de la sierra de Albor"
    assert (words_of(first, BlockKind.PARAGRAPH), words_of(second, BlockKind.PARAGRAPH)) == ([INCENDIO], [TREN])


RATHAUS = [
    "Die Stadt Lindenau will ihr altes Rathaus für achtzehn Millionen Euro sanieren, wie der Gemeinderat am Dienstag nach "
    "langer Debatte mit knapper Mehrheit beschloss. Die Arbeiten sollen im Herbst beginnen und drei Jahre dauern.",
    "Bürgermeisterin Ute Kranz sprach von einem „Zeichen für die Mitte der Stadt“, während die Opposition vor den Kosten "
    "warnte und ein Gutachten verlangte, das auch einen Neubau am Bahnhof prüft.",
    "Während der Bauzeit zieht die Verwaltung in ein leer stehendes Kaufhaus um. Dort sollen nach Angaben der Stadt alle "
    "Ämter unter einem Dach arbeiten, was viele Bürger seit Jahren fordern.",
]


def test_a_german_page_glued_without_separators() -> None:
    glued = (
        "Lindenau saniert sein Rathaus - Lindenauer Bote\n"
        "Zum Inhalt springenMenüPolitikWirtschaftSportKulturAboAnmelden"
        "Lindenau saniert sein Rathausvon Jana Vogt3. Juni 2025, 17:47 UhrTeilenDrucken"
        + RATHAUS[0] + RATHAUS[1] + "Umzug ins alte Kaufhaus" + RATHAUS[2]
        + "Mehr zum ThemaFeuerwehr rettet Storch vom KirchturmSchwimmbad öffnet im JuliDatenschutzImpressum"
    )  # fmt: skip
    (draft,), _ = read(glued)
    assert draft.facts.headline == "Lindenau saniert sein Rathaus"
    assert draft.facts.outlet == "Lindenauer Bote"
    assert draft.facts.language == "de"
    assert str(draft.facts.published) == "2025-06-03T17:47Z"
    assert words_of(draft, PartKind.BYLINE) == ["Jana Vogt"]
    assert words_of(draft, BlockKind.PARAGRAPH) == RATHAUS
    assert words_of(draft, BlockKind.SUBHEAD) == ["Umzug ins alte Kaufhaus"]


def test_a_text_wrapped_like_an_e_mail_keeps_its_paragraphs() -> None:
    mail = "Harbour of Northwick stays closed\n\n" + "\n\n".join(textwrap.fill(p, 72) for p in HARBOUR)
    (draft,), _ = read(mail)
    assert draft.facts.headline == "Harbour of Northwick stays closed"
    assert words_of(draft, BlockKind.PARAGRAPH) == HARBOUR


def test_windows_line_breaks_change_nothing() -> None:
    lines = ["Harbour of Northwick stays closed", *HARBOUR]
    (unix,), _ = read("\n".join(lines))
    (windows,), _ = read("\r\n".join(lines))
    assert [(p.kind, p.text) for p in unix.pieces] == [(p.kind, p.text) for p in windows.pieces]


def test_japanese_paragraphs_between_menus() -> None:
    first = "北浜市の港で二十八日朝、濃い霧の中で二隻の船が衝突し、乗客四百人余りが小型船で救助された。けが人は軽傷の三人だけだった。"
    second = "港湾局によると、大きい方の船の側面に長さ三メートルの穴が見つかった。船長は「レーダーが二度止まった」と話しているという。"
    third = "運航会社は、調査官の報告を待って原因を説明するとしている。港は金曜日まで閉鎖され、島への便は全て欠航となる見通しだ。"
    page = "\n".join(
        ["フェリー衝突、港閉鎖", "ホーム", "検索", "2025年5月28日 14:05", first, second, third, "関連記事", "利用規約"]
    )
    (draft,), _ = read(page)
    assert words_of(draft, BlockKind.PARAGRAPH) == [first, second, third]
    assert draft.facts.headline == "フェリー衝突、港閉鎖"
    assert str(draft.facts.published) == "2025-05-28T14:05Z"


def test_arabic_paragraphs_between_menus() -> None:
    paragraphs = [
        "قالت سلطة الميناء يوم الأربعاء إن الميناء سيبقى مغلقا حتى يوم الجمعة بعد اصطدام عبارتين في ضباب كثيف، وإن أكثر من "
        "أربعمئة راكب نقلوا إلى الشاطئ في قوارب صغيرة.",
        "وأضافت أن الغواصين عثروا على ثقب بطول ثلاثة أمتار في هيكل السفينة الكبرى، التي غادرت الجزيرة متأخرة ساعة كاملة "
        "بسبب عطل في الرادار، وفقا لاثنين من أفراد الطاقم.",
        "ولم يصب أحد بجروح خطيرة، وقالت الشركة المشغلة إنها ستنتظر تقرير المفتشين الذين سيستجوبون القبطانين يوم الخميس قبل "
        "أن تعلق على سبب الحادث.",
    ]
    page = "\n".join(
        ["إغلاق الميناء بعد اصطدام عبارتين", "الرئيسية", "بحث", *paragraphs, "اقرأ أيضا", "سياسة الخصوصية"]
    )
    (draft,), _ = read(page)
    assert words_of(draft, BlockKind.PARAGRAPH) == paragraphs
    assert draft.facts.language == "ar"


def test_a_correction_is_a_note_of_the_text() -> None:
    correction = "Correction: An earlier version of this story misstated the length of the hole in the hull."
    (draft,), _ = read(
        "\n\n".join(["Harbour stays closed", *HARBOUR, correction, "Related articles", "Storm warning lifted"])
    )
    assert words_of(draft, BlockKind.NOTE) == [correction]
    assert words_of(draft, BlockKind.PARAGRAPH) == HARBOUR


@pytest.mark.parametrize("reading", ["", "\n\n \t", "Home\nSearch\nLog in\nPrivacy policy", "x", "42"])
def test_a_text_without_an_article_says_so(reading: str) -> None:
    drafts, (problem,) = read(reading)
    assert drafts == ()
    assert problem.code == "no_article"


def test_inline_furniture_is_cut_out_and_the_rest_rightly_spaced() -> None:
    text = (
        HARBOUR[0]
        + "\n"
        + "The draft agreement, opens new tab with the insurers was signed in March, two people said, and it is “binding”, opens new tab."
    )
    (draft,), _ = read("Harbour of Northwick stays closed\n" + text)
    last = [p for p in draft.pieces if p.kind is BlockKind.PARAGRAPH][-1]
    assert (
        last.text == "The draft agreement with the insurers was signed in March, two people said, and it is “binding”."
    )
    assert len(last.sources) == 3


def test_every_piece_says_which_rule_gave_it() -> None:
    (draft,), _ = read("Harbour of Northwick stays closed\n" + "\n".join(HARBOUR))
    assert all(piece.given_by for piece in draft.pieces)


def test_a_news_item_of_two_sentences_is_an_article() -> None:
    brief = "Harbour closed after collision\n" + HARBOUR[0]
    (draft,), _ = read(brief)
    assert draft.facts.headline == "Harbour closed after collision"
    assert words_of(draft, BlockKind.PARAGRAPH) == [HARBOUR[0]]


def test_the_line_above_the_text_is_the_headline_when_the_first_line_is_something_else() -> None:
    page = "\n".join(
        ["Your account", "Sign in", "Subscribe", "Weather", "Search", "Ferries collide off Northwick", *HARBOUR]
    )
    (draft,), _ = read(page)
    assert draft.facts.headline == "Ferries collide off Northwick"
    assert words_of(draft, BlockKind.PARAGRAPH) == HARBOUR

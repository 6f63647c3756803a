"""The table of names: which spellings are one name, and which are two however alike they look."""

import pytest

from agimi.people.sounds import folded, sounds, words_of

SAME = """
Shqipe      Shqipja        declined
Zef         Zefi           declined
Mark        Marku          declined
Mark        Markut         declined
Linditë     Lindita        declined
Gjokë       Gjoka          declined
Gjergj      Gerge          gj as g, ë not written
Gjyste      Gyste          gj as g
Çelik       Celik          without the cedilla
Çelik       Qelik          ç and q
Kuka        Quka           k and q
Karlo       Carlo          Italian c
Xhensila    Jensila        English j
Xhensila    Xensila        xh written short
Zhaneta     Janeta         English j
Hoxha       Hoxa           xh written short
Aleksandra  Alexandra      ks as x
Dhurata     Durata         dh as d
Fatbardha   Fatbarda       dh as d
Thimi       Timi           th as t
Mehmet      Mehmed         d hardened at the end
Jakub       Jakup          b hardened at the end
Ylli        Illi           y as i
Lule        Ljule          lj as l
Njazi       Nazi           nj as n
Llazar      Lazar          ll as l
Rrok        Rok            rr as r
Ellona      Elona          doubled
Hyseni      Huseini        Turkish spelling
Sulejman    Suleiman       j as i
Sulejman    Sylejman       u and y
Ahmet       Amet           h not heard
Jonida      Yonida         English y
Maja        Maya           English y
Djana       Diana          j as i
Shpresa     Schpresa       German sch
Valbona     Walbona        German w
Josef       Joseph         ph
"""
DIFFERENT = """
Mira Mara
Arta Erta
Gjon Gjin
Drita Dritan
Besa Bora
Lule Lola
Hyseni Hasani
Zef Zana
Shala Sala
Elona Alona
Kola Gola
Vera Vara
Ana Ina
Artan Arten
Diana Dana
Genta Gentian
Rama Roma
Leka Luka
Besnik Besim
Hoxha Hasa
Fatime Fatmir
Arjeta Arta
Ardit Arta
Era Ira
"""


def pairs(table):
    return [tuple(line.split()[:2]) for line in table.strip().splitlines()]


def one_name(one, other):
    return bool(sounds(folded(one)) & sounds(folded(other)))


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_that_they_are_one_name(one, other):
    assert one_name(one, other)
    assert one_name(other.upper(), one.lower())


@pytest.mark.parametrize(("one", "other"), pairs(DIFFERENT))
def test_that_they_are_two_names(one, other):
    assert not one_name(one, other)


def test_that_what_is_often_left_out_is_taken_away():
    assert words_of("Këlcyra-Hoxhaj, Ç. D’Angelo  Øst") == [
        "kelcyra",
        "hoxhaj",
        "c",
        "dangelo",
        "ost",
    ]


def test_that_what_is_too_short_sounds_like_nobody():
    assert sounds("xh") == sounds("e") == sounds("") == set()

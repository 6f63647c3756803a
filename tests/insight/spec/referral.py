"""New cases, and who referred them."""

from tests.insight.spec import Spec

SPECS = (
    Spec(
        "referral.cases",
        "only cases opened in the period; months without any are 0; no source is not recorded",
        """
        bodies
        body | key           | kind   | referral_group
        1    | police-berat  | police | municipalities
        2    | somebody      | self   | other

        cases
        case | person | category    | opened_on  | referred_by
        1    | 1      | trafficking | 2023-12-31 | police-berat
        2    | 2      | trafficking | 2024-01-01 | police-berat
        3    | 3      | trafficking | 2024-12-31 | somebody
        4    | 4      | trafficking | 2024-12-31 |
        5    | 5      | violence    | 2025-01-01 | police-berat
        """,
        """
        value
        3

        month   | value
        2024-01 | 1
        2024-02 | 0
        2024-12 | 2

        category    | body         | value
        trafficking | police-berat | 1
        trafficking | self         | 1
        trafficking | not_recorded | 1

        category    | body_group     | value
        trafficking | municipalities | 1
        trafficking | other          | 1
        trafficking | not_recorded   | 1
        """,
    ),
)

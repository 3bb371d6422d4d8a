"""The trust core as data: which modules keys, record, packages, taking in, numbers and access rest on, and their tests.

Row 42 of trust.md section 6 measures these modules and no others: every branch is taken by one of the tests beside
them, and faults planted in them are noticed (tests/faults/coverage_core.py, tests/faults/mutation_core.py).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of the core: its modules from the repository's root, and the fast tests, below `tests/`."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


def _subject(name: str, modules: str, tests: str) -> Subject:
    files = tuple(f"{module}.py" for module in modules.split())
    return Subject(name, files, tuple(f"tests/{test}.py" for test in tests.split()))


CORE = (
    _subject(
        "keys",
        "db/vault db/slots db/sealer db/cipher app/personal_keys",
        "db/test_vault db/test_slots db/test_key_edges db/test_suite_flows trust/test_core_keys",
    ),
    _subject(
        "audit",
        "app/services/audit app/services/head_signing app/domain/signed_heads db/chain_walk app/domain/resealed",
        "db/test_chain_walk services/test_head_signing faults/test_audit_attacks trust/test_resealing_on_disk "
        "trust/test_core_record",
    ),
    _subject(
        "package",
        "app/exchange/package app/exchange/container app/exchange/bag app/exchange/zipform app/exchange/lines "
        "app/exchange/header app/exchange/keys",
        "exchange/test_package exchange/test_keys exchange/test_volumes exchange/test_travelling_files "
        "exchange/test_holding exchange/test_renewed_keys exchange/test_measuring "
        "trust/test_core_packages",
    ),
    _subject(
        "importer",
        "app/services/taking_in app/services/applying app/services/projecting app/services/told "
        "app/services/quarantine app/exchange/checking",
        "services/test_quarantine exchange/test_sending_and_taking_in exchange/test_trust exchange/test_restore "
        "exchange/test_resealed_in_a_package exchange/test_sent_down_in_a_package exchange/test_receipts "
        "exchange/test_travelling_files exchange/test_golden trust/test_core_taking_in exchange/test_whose_entry "
        "exchange/test_holding exchange/test_renewed_keys exchange/test_files_that_stay_shut contracts/test_lots_contract "
        "trust/test_core_results",
    ),
    _subject(
        "numbering",
        "app/domain/number app/domain/organisation_code db/unit_of_work",
        "domain/test_number services/test_registration contracts/test_memory_contract contracts/test_resealing_contract "
        "contracts/test_lots_contract "
        "trust/test_core_numbers",
    ),
    _subject(
        "access",
        "app/domain/policy app/domain/field_classes app/services/reading app/services/revealing",
        "domain/test_policy domain/test_field_classes trust/test_sealed_fields trust/test_shown "
        "trust/test_kept_from_the_accused trust/test_grants services/test_looking services/test_accusation "
        "trust/test_core_access",
    ),
)
"""The six subjects of row 42."""

MODULES = tuple(module for subject in CORE for module in subject.modules)
"""Every module of the core."""
TESTS = tuple(dict.fromkeys(test for subject in CORE for test in subject.tests))
"""Every file of tests that covers it."""

"""Code: the codebook, codings anchored to the texts, agreement between coders."""

from typing import TYPE_CHECKING

from jalin.lazily import lazily

if TYPE_CHECKING:
    from jalin.code.agreement import agreement_by_code, agreement_by_part, confusions
    from jalin.code.codebook import Codebook, read_codebook
    from jalin.code.codings import read_codings
    from jalin.code.coefficients import (
        cohen_kappa,
        fleiss_kappa,
        gwet_ac1,
        krippendorff_alpha,
        percent_agreement,
    )
    from jalin.code.reconcile import mark_agreed, mark_decided, read_decisions
    from jalin.code.unitizing import unitizing_alpha
    from jalin.code.units import units_of

__all__ = [
    "Codebook",
    "agreement_by_code",
    "agreement_by_part",
    "cohen_kappa",
    "confusions",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "mark_agreed",
    "mark_decided",
    "percent_agreement",
    "read_codebook",
    "read_codings",
    "read_decisions",
    "unitizing_alpha",
    "units_of",
]

__getattr__ = lazily(__name__)

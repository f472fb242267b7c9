"""The facts of a matter of research: rows of the fact schema, as in :mod:`countersight.model.fact_schema`.

None of them speaks of a person. Only affiliation, funding and contract count.
"""

from __future__ import annotations

RESEARCH = (
    ("project.document", "string", "what brings the matter: project, work, award or support", "Is it a project, a published work, an award or a row of current and pending support?"),
    ("project.us_institution", "bool", "a research institution in the United States takes part", "Does a US research institution take part?"),
    ("project.foreign_party", "bool", "an institution, sponsor or funder outside the United States takes part", "Does an institution, sponsor or funder outside the United States take part?"),
    ("project.foreign_institution", "bool", "an institution outside the United States takes part", "Does an institution outside the United States take part?"),
    ("project.federal_award", "bool", "the project or laboratory holds or seeks a US federal research award", "Does the laboratory hold or seek a US federal research award?"),
    ("project.agencies", "list<string>", "US federal agencies that are named as funders", "Which US federal agencies fund the work?"),
    ("project.other_support", "bool", "support that is not a US federal award is named", "Which support is there besides federal awards?"),
    ("project.foreign_support", "bool", "a sponsor or funder outside the United States is named", "Which sponsors or funders are outside the United States?"),
    ("project.results_held_back", "bool", "results are not to be published freely", "Are the results to be published without a sponsor's consent?"),
    ("project.technology_transfer", "bool", "items, or technology that is not published, go to a partner", "Do items, samples, code or unpublished know-how go to a partner?"),
    ("project.ear_release", "bool", "an item or technology that is subject to the EAR goes to a partner, as far as the matter says", "Does an item, or technology that is not to be published, go to a partner?"),
    ("project.foreign_subaward", "bool", "a subaward goes to an institution outside the United States under the award", "Is there a subaward to an institution outside the United States?"),
    ("project.talent_program", "bool", "a person covered by the award takes part in a malign foreign talent recruitment programme, as the office says", "Is a covered person party to a malign foreign talent recruitment programme (42 USC 19231-19232)?"),
    ("project.support_stated", "bool", "a list of current and pending support is at hand", "Is the list of current and pending support at hand?"),
    ("project.undisclosed_support", "bool", "a sponsor or funder that the matter names is not in the list of current and pending support", "Under which name does the list of current and pending support name this sponsor, or why not?"),
    ("project.joint_only", "bool", "nothing but joint authorship is stated: no sponsor, no funds, no transfer", "Is there more than joint authorship: funds, a contract, a transfer?"),
    ("party.public_institution", "bool", "the party is by its own name a university, a school, a hospital, an academy of sciences or an organ of state, and no company", "Is the party a company?"),
)  # fmt: skip

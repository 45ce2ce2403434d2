"""Rules keep still where a reader would shrug: cases that are near to a fault and are none."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleaudit import catalog, pipeline, rules

TODAY = datetime.date(2027, 1, 15)

BOSS = "ceo: {reports_to: none}, cto: {reports_to: ceo}, head-of-product: {reports_to: ceo}"
ENGINEERS = "org: {stage: scaleup}\nroles: {engineer: {}}\n"
QUIET: dict[str, tuple[str, str]] = {
    "a team whose product has a manager who sits elsewhere": (
        "team-without-priority-source",
        """
        org: {stage: scaleup}
        products: {booking: {}, billing: {}}
        people:
          p1: {roles: {role: product-manager, product: booking}}
          p2: {roles: {role: product-manager, product: billing}}
          p3: {roles: engineer}
        teams: {checkout: {product: booking, members: [p3]}}
        """,
    ),
    "a product owner of the department over the only team": (
        "po-without-team",
        """
        org: {stage: scaleup}
        people: {p1: {roles: product-manager}, p2: {roles: product-owner}, p3: {roles: engineer}}
        teams: {engineering: {members: [p2]}, checkout: {parent: engineering, members: [p1, p3]}}
        """,
    ),
    "a founder who is the product manager as well": (
        "founder-orders-backlog",
        """
        org: {stage: scaleup}
        roles: {founder: {}, product-manager: {owns: backlog-management}}
        people: {p1: {roles: [founder, product-manager]}, p2: {roles: product-manager}}
        """,
    ),
    "a founder who orders the backlog by the organisation's own choice": (
        "founder-orders-backlog",
        """
        org: {stage: scaleup}
        roles: {founder: {owns: backlog-management}, product-manager: {owns: roadmap}}
        policy: {owners: {backlog-management: leadership}}
        """,
    ),
    "a founder alone, without a product manager to hand over to": (
        "founder-orders-backlog",
        """
        org: {stage: scaleup}
        roles: {founder: {owns: backlog-management}, tech-lead: {owns: delivery}}
        """,
    ),
    "product operations held by the one who manages the product": (
        "product-ops-decides",
        """
        org: {stage: scaleup}
        roles: {product-operations: {owns: roadmap}, product-manager: {}}
        people: {p1: {roles: [product-operations, product-manager]}}
        """,
    ),
    "a critical craft that several share": (
        "critical-duty-without-deputy",
        """
        org: {stage: scaleup}
        roles: {cto: {deputy: engineer}, engineer: {}}
        responsibilities: {coding: {accountable: engineer, criticality: high}}
        """,
    ),
    "a critical duty of a whole team": (
        "critical-duty-without-deputy",
        """
        org: {stage: scaleup}
        roles: {cto: {deputy: engineer}, engineer: {}}
        teams: {platform: {lead: engineer, members: [engineer, cto]}}
        responsibilities: {incident-response: {accountable: platform, criticality: high}}
        """,
    ),
    "equals of whom one settles it": (
        "decider-named-twice",
        """
        org: {stage: startup}
        roles: {ceo: {}, cto: {}}
        decisions: {pricing: {decides: [ceo, cto], escalates_to: ceo}}
        """,
    ),
    "the chief executive keeps a decision": (
        "owner-only-consulted",
        """
        org: {stage: enterprise}
        roles: {ceo: {}, product-manager: {owns: pricing}}
        decisions: {list-prices: {about: pricing, decides: ceo, consulted: product-manager}}
        """,
    ),
    "the decision is about another product": (
        "owner-only-consulted",
        """
        org: {stage: enterprise}
        products: {booking: {line: a}, tills: {line: b}}
        roles: {head-of-sales: {}, product-manager: {owns: pricing, product: booking}}
        decisions: {list-prices: {about: pricing, product: tills, decides: head-of-sales, consulted: product-manager}}
        """,
    ),
    "one of two managers is above the other": (
        "two-managers",
        f"""
        org: {{stage: scaleup}}
        roles: {{{BOSS}, tech-lead: {{reports_to: cto}}, architect: {{reports_to: ceo}}}}
        people: {{p1: {{roles: ceo}}, p2: {{roles: cto}}, p3: {{roles: [tech-lead, architect]}}}}
        """,
    ),
    "two seats above are one person": (
        "two-managers",
        f"""
        org: {{stage: scaleup}}
        roles: {{{BOSS}, tech-lead: {{reports_to: cto}}, product-owner: {{reports_to: head-of-product}}}}
        people: {{p1: {{roles: ceo}}, p2: {{roles: [cto, head-of-product]}}, p3: {{roles: [tech-lead, product-owner]}}}}
        """,
    ),
    "a seat that reports to another seat of the same person": (
        "two-managers",
        f"""
        org: {{stage: scaleup}}
        roles: {{{BOSS}, tech-lead: {{reports_to: cto}}}}
        people: {{p1: {{roles: ceo}}, p2: {{roles: [cto, tech-lead]}}}}
        """,
    ),
    "asked are many, and more seats than are listed": (
        "over-consulted",
        """
        org: {stage: enterprise, headcount: 400}
        roles: {pm: {}, qa: {}, cto: {}, cfo: {}, designer: {}, tech-lead: {}}
        people: {p1: {roles: pm}}
        responsibilities: {launch-planning: {accountable: pm, consulted: [qa, cto, cfo, designer, tech-lead]}}
        """,
    ),
    "somebody without a seat to whom others report": (
        "unreferenced-person",
        """
        org: {stage: startup}
        roles: {engineer: {}}
        people: {p1: {}, p2: {roles: engineer, reports_to: p1}}
        """,
    ),
    "a demo of the chief executive for customers": (
        "ritual-one-sided",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}, engineer: {}}
        rituals: {demo: {participants: [ceo, customers]}}
        """,
    ),
    "a meeting of both sides where nobody is in development": (
        "ritual-one-sided",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}}
        rituals: {discovery: {participants: [product-manager, customers]}}
        """,
    ),
    "a meeting of both sides where nobody is in product management": (
        "ritual-one-sided",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, engineer: {}}
        rituals: {demo: {participants: [engineer, customers]}}
        """,
    ),
    "a retired product without a shared meeting": (
        "no-shared-ritual",
        """
        org: {stage: scaleup}
        products: {booking: {problem: Phone tag, target_user: Hotels, phase: retired}}
        roles: {product-manager: {}, tech-lead: {}, engineer: {}}
        rituals: {stand-up: {participants: [tech-lead, engineer], cadence: daily}}
        """,
    ),
    "no shared meeting where nobody is in product management": (
        "no-shared-ritual",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, tech-lead: {}, engineer: {}}
        rituals: {stand-up: {participants: [tech-lead, engineer], cadence: daily}}
        """,
    ),
    "a retired product without a retrospective": (
        "usual-rituals-missing",
        """
        org: {stage: enterprise}
        products: {booking: {problem: Phone tag, target_user: Hotels, phase: retired}}
        roles: {product-manager: {}, engineer: {}}
        rituals:
          planning: {participants: everyone}
          refinement: {participants: everyone}
          stand-up: {participants: everyone}
          demo: {participants: everyone}
        """,
    ),
    "a meeting of unknown kind, which may be the one that is missing": (
        "usual-rituals-missing",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        rituals:
          planning: {participants: everyone}
          refinement: {participants: everyone}
          stand-up: {participants: everyone}
          demo: {participants: everyone}
          coffee: {participants: everyone}
        """,
    ),
    "a demo without actions": (
        "retrospective-without-actions",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        rituals: {demo: {participants: everyone, outputs: [mood-board]}}
        """,
    ),
    "a head of product who meets development once a quarter": (
        "pm-and-engineering-rarely-meet",
        """
        org: {stage: scaleup}
        roles: {head-of-product: {}, product-manager: {}, engineer: {}}
        rituals:
          planning: {participants: [product-manager, engineer], cadence: weekly}
          outlook: {kind: roadmap-review, participants: [head-of-product, engineer], cadence: quarterly}
        """,
    ),
    "a product manager who builds the product as well": (
        "pm-and-engineering-rarely-meet",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        people: {p1: {roles: [product-manager, engineer]}}
        rituals:
          visits: {kind: user-interview, participants: [product-manager, customers], cadence: weekly}
          outlook: {kind: roadmap-review, participants: [product-manager, engineer], cadence: quarterly}
        """,
    ),
    "a product manager of whose meetings nothing is written": (
        "pm-and-engineering-rarely-meet",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, chief-of-rates: {title: Product Manager}, engineer: {}}
        rituals: {planning: {participants: [product-manager, engineer], cadence: weekly}}
        """,
    ),
    "no shared meeting at all, which is the finding": (
        "pm-and-engineering-rarely-meet",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, tech-lead: {}, engineer: {}}
        rituals: {visits: {kind: user-interview, participants: [product-manager, customers], cadence: weekly}}
        """,
    ),
    "a launch in a company without marketing": (
        "marketing-left-out-of-launch",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}, head-of-sales: {}}
        rituals: {go-no-go: {participants: [product-manager, engineer]}}
        """,
    ),
    "nine kinds of meeting and no one-on-one": (
        "informal-rituals-missing",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        rituals:
          planning: {participants: everyone}
          refinement: {participants: everyone}
          stand-up: {participants: everyone}
          demo: {participants: everyone}
          retrospective: {participants: everyone}
          outlook: {kind: roadmap-review, participants: everyone}
          go-no-go: {participants: everyone}
        """,
    ),
    "a retired product without a figure of product management": (
        "pm-without-outcome-metric",
        """
        org: {stage: enterprise}
        products: {booking: {problem: Phone tag, target_user: Hotels, phase: retired}}
        roles: {product-manager: {}, engineer: {}}
        metrics: {uptime: {owner: engineer}, mttr: {owner: engineer}}
        """,
    ),
    "figures where nobody is in product management": (
        "pm-without-outcome-metric",
        """
        org: {stage: enterprise}
        products: {booking: {problem: Phone tag, target_user: Hotels}}
        roles: {ceo: {}, engineer: {}}
        metrics: {uptime: {owner: engineer}, mttr: {owner: engineer}}
        """,
    ),
    "a retired product without a figure of development": (
        "development-without-metric",
        """
        org: {stage: enterprise}
        products: {booking: {problem: Phone tag, target_user: Hotels, phase: retired}}
        roles: {product-manager: {}, engineer: {}}
        metrics: {churn: {owner: product-manager}, nps: {owner: product-manager}}
        """,
    ),
    "figures where nobody is in development": (
        "development-without-metric",
        """
        org: {stage: enterprise}
        products: {booking: {problem: Phone tag, target_user: Hotels}}
        roles: {ceo: {}, product-manager: {}}
        metrics: {churn: {owner: product-manager}, nps: {owner: product-manager}}
        """,
    ),
    "a figure of either side that the chief executive owns": (
        "metric-on-the-wrong-side",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}, engineer: {}}
        metrics: {uptime: {owner: ceo}}
        """,
    ),
    "a figure of neither side": (
        "metric-on-the-wrong-side",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineering-manager: {}}
        metrics: {morale: {owner: engineering-manager}}
        """,
    ),
    "a metric whose owner is not settled, which is a finding of its own": (
        "metric-unowned",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}}
        metrics: {churn: {owner: TBD}, activation: {owner: product-manager}}
        """,
    ),
    "two tools, neither for tracking": (
        "no-tracking-tool",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        tools: {slack: {}, figma: {}}
        """,
    ),
    "a tool of which nobody says what it is for": (
        "no-tracking-tool",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        tools: {slack: {}, figma: {}, workbench: {}}
        """,
    ),
    "three tools of a scaleup": (
        "usual-tools-missing",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        tools: {jira: {}, slack: {}, figma: {}}
        """,
    ),
    "five tools of an enterprise": (
        "usual-tools-missing",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        tools: {jira: {}, slack: {}, figma: {}, jenkins: {}, aha: {}}
        """,
    ),
    "the tools of a maker of hardware": (
        "usual-tools-missing",
        """
        org: {stage: scaleup, industry: hardware}
        roles: {product-manager: {}, engineer: {}}
        tools: {jira: {}, slack: {}, figma: {}, aha: {}}
        """,
    ),
    "the tools of product management alone": (
        "usual-tools-missing",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}}
        tools: {jira: {}, slack: {}, figma: {}, aha: {}}
        """,
    ),
    "five tools, two of them doubled": (
        "tool-sprawl",
        """
        org: {stage: startup}
        roles: {founder: {}}
        tools: {jira: {}, linear: {}, notion: {}, slack: {}, amplitude: {}}
        """,
    ),
    "eight tools, one of them doubled": (
        "tool-sprawl",
        """
        org: {stage: startup}
        roles: {founder: {}}
        tools: {linear: {}, notion: {}, slack: {}, amplitude: {}, figma: {}, jenkins: {}, selenium: {}, aha: {}}
        """,
    ),
    "many tools of a scaleup": (
        "tool-sprawl",
        """
        org: {stage: scaleup}
        roles: {founder: {}}
        tools: {jira: {}, linear: {}, notion: {}, slack: {}, amplitude: {}, mixpanel: {}, figma: {}, miro: {}, aha: {}}
        """,
    ),
    "a tool for design that is not linked to the tracker": (
        "tools-not-linked",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        tools: {figma: {}, jira: {integrates_with: jenkins}, jenkins: {}}
        """,
    ),
    "a roadmap where nothing is said to track the work": (
        "tools-not-linked",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        tools: {aha: {integrates_with: figma}, figma: {}}
        """,
    ),
    "a roadmap where nothing is said of any link": (
        "tools-not-linked",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        tools: {aha: {}, jira: {}}
        """,
    ),
    "a tool that is development's own": (
        "tool-closed-to-one-side",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        tools: {jenkins: {used_by: engineering}}
        """,
    ),
    "a wiki of sales": (
        "tool-closed-to-one-side",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}, head-of-sales: {}}
        tools: {confluence: {used_by: sales}}
        """,
    ),
    "a tracker where nobody is in product management": (
        "tool-closed-to-one-side",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, engineer: {}}
        tools: {jira: {used_by: engineering}}
        """,
    ),
    "a wiki where nobody is in development": (
        "tool-closed-to-one-side",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}}
        tools: {confluence: {used_by: product}}
        """,
    ),
    "requirements where nobody is in development": (
        "context-out-of-reach",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}}
        deliverables: {spec: {kind: prd, owner: product-manager, audience: executives}}
        """,
    ),
    "many people, and a structure that was changed last month": (
        "stage-looks-wrong",
        """
        org: {stage: startup, headcount: 500, structure_changed: 2026-12-20}
        products: {shop: {markets: [DE]}}
        teams: {web: {}}
        """,
    ),
    "many people, and nothing said of the structure": (
        "stage-looks-wrong",
        "org: {stage: startup, headcount: 500}\nproducts: {shop: {markets: [DE]}}\nteams: {web: {}}",
    ),
    "an old structure for few": (
        "stage-looks-wrong",
        "org: {stage: startup, headcount: 9, structure_changed: 2020-01-01}\nproducts: {shop: {markets: [DE]}}",
    ),
    "a guild of many": (
        "team-too-large",
        ENGINEERS + "teams: {testers: {type: guild, members: [MANY]}}\npeople: {PEOPLE}",
    ),
    "a department of many": (
        "team-too-large",
        ENGINEERS + "teams: {engineering: {members: [MANY]}}\npeople: {PEOPLE}",
    ),
    "teams below a department of many": (
        "team-too-large",
        ENGINEERS + "teams: {all: {members: [MANY]}, web: {parent: all}}\npeople: {PEOPLE}",
    ),
    "a platform with a lead": (
        "platform-without-steering",
        ENGINEERS + "teams: {base: {type: platform, members: [engineer], lead: engineer}}",
    ),
    "a platform of which nobody says who is in it": (
        "platform-without-steering",
        ENGINEERS + "teams: {base: {type: platform}}",
    ),
    "duties of one owner in the same words": (
        "near-duplicate-duties",
        """
        org: {stage: scaleup}
        roles: {tech-lead: {owns: [weekly-incident-review, review-of-weekly-incidents]}}
        """,
    ),
    "duties of two teams in the same words": (
        "near-duplicate-duties",
        """
        org: {stage: scaleup}
        roles: {a-lead: {}, b-lead: {}}
        teams:
          a: {lead: a-lead, responsibilities: {weekly-incident-review: a-lead}}
          b: {lead: b-lead, responsibilities: {review-of-weekly-incidents: b-lead}}
        """,
    ),
    "duties that share few words": (
        "near-duplicate-duties",
        "org: {stage: scaleup}\nroles: {a-lead: {owns: incident-review}, b-lead: {owns: review-of-incidents}}",
    ),
    "duties that one short word tells apart": (
        "near-duplicate-duties",
        "org: {stage: scaleup}\nroles: {a-lead: {owns: weekly-ui-review}, b-lead: {owns: weekly-qa-review}}",
    ),
    "departments without a meeting where the two sides have none either": (
        "department-apart",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}, head-of-sales: {}}
        rituals: {stand-up: {participants: engineer, cadence: daily}}
        """,
    ),
    "a department that a product owner does not meet, where nobody manages the product": (
        "department-apart",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, engineer: {}, head-of-sales: {}}
        people: {p1: {roles: product-owner}, p2: {roles: engineer}, p3: {roles: head-of-sales}}
        rituals: {planning: {participants: [product-owner, engineer]}}
        """,
    ),
    "meetings that pass on none of what makes a loop": (
        "feedback-loop-open",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        rituals: {planning: {participants: [product-manager, engineer], inputs: [roadmap, backlog]}}
        """,
    ),
    "a roadmap in which development has no part": (
        "launch-one-sided",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}, head-of-sales: {}}
        responsibilities: {roadmap: {accountable: product-manager, consulted: head-of-sales}}
        """,
    ),
    "code that development owns beside a product manager": (
        "opportunities-with-development",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {owns: coding}}
        """,
    ),
    "a file without any meeting with customers": (
        "pm-meets-no-customers",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        rituals: {planning: {participants: [product-manager, engineer]}}
        """,
    ),
    "a duty of a team on which somebody is only asked": (
        "worked-on-unowned",
        """
        org: {stage: scaleup}
        products: {mail: {}, chat: {}}
        roles: {product-manager: {owns: roadmap}}
        teams: {checkout: {product: mail, responsibilities: {pricing: {consulted: product-manager}}}}
        """,
    ),
    "a launch that sales plans with the chief executive": (
        "launch-one-sided",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}, engineer: {}, head-of-sales: {}}
        responsibilities: {launch-planning: {accountable: head-of-sales, consulted: ceo}}
        """,
    ),
    "a launch by development where nobody is in product management": (
        "launch-one-sided",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, engineer: {}}
        people: {p1: {roles: ceo}, p2: {roles: engineer}}
        responsibilities: {launch-execution: {accountable: engineer, consulted: ceo}}
        """,
    ),
    "a launch for which two sides answer together": (
        "launch-one-sided",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}, head-of-sales: {}}
        responsibilities: {launch-validation: {accountable: [product-manager, engineer], consulted: head-of-sales}}
        """,
    ),
    "a product manager who reports to the chief executive and meets them nowhere": (
        "no-way-to-leadership",
        """
        org: {stage: scaleup}
        roles: {ceo: {reports_to: none}, product-manager: {reports_to: ceo}, engineer: {reports_to: ceo}}
        rituals: {weekly: {participants: [product-manager, engineer], cadence: weekly}}
        """,
    ),
    "a file without anybody in leadership": (
        "no-way-to-leadership",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {}, product-manager: {reports_to: head-of-sales}, engineer: {}}
        people: {p1: {roles: head-of-sales}, p2: {roles: product-manager}, p3: {roles: engineer}}
        rituals: {weekly: {participants: [product-manager, engineer], cadence: weekly}}
        """,
    ),
    "discovery as the only meeting of both sides, and no handoff": (
        "pm-gone-after-handoff",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {release: {from: engineer, to: support}}
        rituals: {ideas: {kind: discovery, participants: [product-manager, engineer], cadence: monthly}}
        """,
    ),
    "a handoff by a product owner, who stays with the team anyway": (
        "pm-gone-after-handoff",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, engineer: {}}
        people: {p1: {roles: product-owner}, p2: {roles: engineer}}
        handoffs: {spec: {from: product-owner, to: engineer}}
        rituals: {ideas: {kind: discovery, participants: [product-owner, engineer], cadence: monthly}}
        """,
    ),
    "a handoff where no meeting of both sides is written at all": (
        "pm-gone-after-handoff",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {spec: {from: product-manager, to: engineer}}
        rituals: {stand-up: {participants: engineer, cadence: daily}}
        """,
    ),
    "a launched product without a prototype": (
        "concept-untested",
        """
        org: {stage: startup}
        products: {till: {phase: launched}}
        roles: {founder: {}}
        deliverables: {plan: {kind: roadmap, owner: founder}}
        """,
    ),
    "a product of which no deliverable is written": (
        "concept-untested",
        """
        org: {stage: startup}
        products: {till: {phase: pre-launch}, mail: {phase: launched}}
        roles: {founder: {}}
        deliverables: {plan: {kind: roadmap, product: mail, owner: founder}}
        """,
    ),
    "a craft that two seats of one function own": (
        "craft-in-two-functions",
        """
        org: {stage: scaleup}
        roles: {engineer: {owns: usability-testing}, qa-engineer: {owns: usability-testing}}
        """,
    ),
    "another craft that both sides own": (
        "craft-in-two-functions",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: ideation}, engineer: {owns: ideation}}
        """,
    ),
    "code that is written outside development": (
        "development-is-coding-only",
        """
        org: {stage: scaleup}
        roles: {ceo: {owns: [coding, qa]}, engineer: {owns: technology-watch}}
        """,
    ),
    "a file that speaks of code and of nothing around it": (
        "development-is-coding-only",
        """
        org: {stage: scaleup}
        roles: {ceo: {owns: product-strategy}, engineer: {owns: coding}}
        """,
    ),
    "development that works on what another answers for": (
        "development-is-coding-only",
        """
        org: {stage: scaleup}
        roles: {ceo: {owns: qa}, engineer: {owns: coding, contributes_to: qa}}
        """,
    ),
    "a team without a product where there is only one": (
        "team-without-product",
        """
        org: {stage: scaleup}
        products: {booking: {line: core}}
        roles: {engineer: {}}
        teams: {checkout: {members: engineer}}
        """,
    ),
    "a department that holds several teams": (
        "team-without-product",
        """
        org: {stage: scaleup}
        products: {booking: {line: core}, pos: {line: payments}}
        roles: {engineer: {}}
        teams: {all: {members: engineer}, checkout: {members: engineer, parent: all, product: pos}}
        """,
    ),
    "a team of marketing without a product": (
        "team-without-product",
        """
        org: {stage: scaleup}
        products: {booking: {line: core}, pos: {line: payments}}
        roles: {marketing-manager: {}}
        teams: {brand: {members: marketing-manager}}
        """,
    ),
    "a retired product without documentation": (
        "technical-docs-missing",
        """
        org: {stage: scaleup}
        products: {booking: {phase: retired}}
        roles: {engineer: {}}
        deliverables: {looks: {kind: design, owner: engineer}}
        """,
    ),
    "designs of a product that nobody develops yet": (
        "technical-docs-missing",
        """
        org: {stage: scaleup}
        products: {booking: {phase: launched}}
        roles: {product-manager: {}}
        people: {p1: {roles: product-manager}}
        deliverables: {looks: {kind: design, owner: product-manager}}
        """,
    ),
    "deliverables of product management alone": (
        "technical-docs-missing",
        """
        org: {stage: scaleup}
        products: {booking: {phase: launched}}
        roles: {product-manager: {}, engineer: {}}
        deliverables: {plan: {kind: roadmap, owner: product-manager}}
        """,
    ),
    "a roadmap that speaks of unit tests": (
        "test-levels-open",
        """
        org: {stage: enterprise}
        deliverables: {plan: {kind: roadmap, covers: [unit tests]}}
        """,
    ),
    "hardware that is only an idea": (
        "hardware-duty-unowned",
        """
        org: {stage: scaleup, industry: hardware}
        products: {lamp: {phase: idea}}
        roles: {founder: {owns: [product-strategy, delivery]}}
        """,
    ),
    "hardware that is retired": (
        "hardware-duty-unowned",
        """
        org: {stage: scaleup, industry: hardware}
        products: {lamp: {phase: retired}}
        roles: {founder: {owns: [product-strategy, delivery]}}
        """,
    ),
    "software without manufacturing": (
        "hardware-duty-unowned",
        """
        org: {stage: scaleup, industry: saas}
        roles: {founder: {owns: [product-strategy, delivery]}}
        """,
    ),
    "software without a further handoff": (
        "hardware-handoffs-missing",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {spec: {from: product-manager, to: engineer}}
        """,
    ),
    "hardware of which only the way to support is written": (
        "hardware-handoffs-missing",
        """
        org: {stage: scaleup, industry: hardware}
        roles: {product-manager: {}}
        handoffs: {returns: {from: support, to: product-manager}}
        """,
    ),
    "software without gates": (
        "hardware-without-gates",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {spec: {from: product-manager, to: engineer}}
        """,
    ),
    "hardware whose gate is a meeting": (
        "hardware-without-gates",
        """
        org: {stage: scaleup, industry: hardware}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {spec: {from: product-manager, to: engineer}}
        rituals: {gate-review: {participants: [product-manager, engineer]}}
        """,
    ),
    "hardware whose team works from gate to gate": (
        "hardware-without-gates",
        """
        org: {stage: scaleup, industry: hardware}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {spec: {from: product-manager, to: engineer}}
        teams: {lamp: {members: [product-manager, engineer], model: Stage Gate}}
        """,
    ),
    "hardware of which no handoff is written": (
        "hardware-without-gates",
        """
        org: {stage: scaleup, industry: hardware}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {}
        """,
    ),
    "opportunities with development by the organisation's own choice": (
        "opportunities-with-development",
        """
        org: {stage: scaleup}
        policy: {owners: {opportunity-identification: product-development}}
        roles: {product-manager: {}, engineer: {owns: opportunity-identification}}
        """,
    ),
    "opportunities with development where nobody is in product management": (
        "opportunities-with-development",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, engineer: {owns: opportunity-identification}}
        people: {p1: {roles: ceo}, p2: {roles: engineer}}
        """,
    ),
    "opportunities with sales": (
        "opportunities-with-development",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, head-of-sales: {owns: opportunity-identification}}
        """,
    ),
    "a product owner who meets customers in the product manager's place": (
        "pm-meets-no-customers",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, product-owner: {}, engineer: {}}
        rituals:
          demo: {participants: [product-owner, engineer, customers]}
          round: {participants: [product-manager, product-owner]}
        """,
    ),
    "sales that meets customers where nobody is in product management": (
        "pm-meets-no-customers",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, head-of-sales: {}}
        people: {p1: {roles: ceo}, p2: {roles: head-of-sales}}
        rituals: {visits: {participants: [head-of-sales, customers]}}
        """,
    ),
    "interviews of which the rhythm is not written": (
        "research-one-off",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}}
        rituals: {interviews: {kind: customer-interview, participants: [product-manager, users]}}
        """,
    ),
    "another meeting that is held when needed": (
        "research-one-off",
        """
        org: {stage: scaleup}
        roles: {engineer: {}}
        rituals: {talk: {kind: feature-discussion, participants: engineer, cadence: as needed}}
        """,
    ),
    "user research that covers expectations": (
        "research-scope-narrow",
        """
        org: {stage: enterprise}
        deliverables: {notes: {kind: user-research, covers: expectations}}
        """,
    ),
    "market research of which nothing more is written": (
        "research-scope-narrow",
        """
        org: {stage: enterprise}
        deliverables: {market: {kind: market-research}, plan: {kind: roadmap, covers: launch}}
        """,
    ),
    "a product in decline whose whole life somebody answers for": (
        "retirement-unowned",
        """
        org: {stage: scaleup}
        products: {mail: {phase: declining}}
        roles: {product-manager: {owns: lifecycle-oversight}}
        """,
    ),
    "a mature product of which nobody thinks the end yet": (
        "retirement-unowned",
        """
        org: {stage: scaleup}
        products: {mail: {phase: mature}}
        roles: {product-manager: {owns: roadmap}}
        """,
    ),
    "a product in decline of which no duty is written": (
        "retirement-unowned",
        """
        org: {stage: scaleup}
        products: {mail: {phase: declining}}
        roles: {product-manager: {}}
        """,
    ),
    "a duty on which somebody is only asked": (
        "worked-on-unowned",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}}
        products: {mail: {responsibilities: {pricing: {consulted: product-manager}}}, chat: {}}
        """,
    ),
    "an expected duty that somebody works on": (
        "worked-on-unowned",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, engineer: {contributes_to: qa}}
        """,
    ),
    "a listed duty that somebody works on": (
        "worked-on-unowned",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}}
        responsibilities: {pricing: {responsible: product-manager}}
        """,
    ),
    "work on a product that is retired": (
        "worked-on-unowned",
        """
        org: {stage: scaleup}
        products: {mail: {phase: retired}}
        roles: {product-manager: {owns: roadmap, contributes_to: product-support}}
        """,
    ),
    "a person whose skills are not listed": (
        "skills-missing-for-seat",
        """
        org: {stage: scaleup}
        people:
          p1: {roles: product-manager}
          p2: {roles: product-owner, skills: [scrum, communication, prioritisation]}
        """,
    ),
    "two skills, too few to tell": (
        "skills-of-another-function",
        """
        org: {stage: scaleup}
        people: {p1: {roles: product-manager, skills: [python, testing]}}
        """,
    ),
    "skills of which one is not known": (
        "skills-of-another-function",
        """
        org: {stage: scaleup}
        people: {p1: {roles: product-manager, skills: [python, testing, falconry]}}
        """,
    ),
    "skills of a seat that the articles do not speak of": (
        "skills-of-another-function",
        """
        org: {stage: scaleup}
        people: {p1: {roles: head-of-sales, skills: [python, testing, debugging]}}
        """,
    ),
    "a team in which one has not listed skills": (
        "team-skill-gap",
        """
        org: {stage: scaleup}
        people: {p1: {roles: engineer, skills: python}, p2: {roles: engineer}}
        teams: {checkout: {members: [p1, p2]}}
        """,
    ),
    "a team of sales with skills of its own": (
        "team-skill-gap",
        """
        org: {stage: scaleup}
        people: {p1: {roles: head-of-sales, skills: [negotiation, communication, data-analysis, prioritisation]}}
        teams: {sales-team: {members: p1}}
        """,
    ),
    "a department that holds several teams, each with its skills": (
        "team-skill-gap",
        """
        org: {stage: scaleup}
        people:
          p1: {roles: engineer, skills: [python, ux, testing, integration]}
          p2: {roles: engineer, skills: [python, testing, debugging]}
        teams: {all: {members: p2}, checkout: {members: p1, parent: all}}
        """,
    ),
    "a retired product without a backlog": (
        "backlog-missing",
        """
        org: {stage: scaleup}
        products: {booking: {problem: Phone tag, phase: retired}}
        roles: {product-manager: {product: booking}, engineer: {}}
        teams: {web: {product: booking, members: engineer}}
        deliverables: {plan: {kind: roadmap, product: booking}}
        """,
    ),
    "the priorities of a product that is only an idea": (
        "priorities-without-criteria",
        """
        org: {stage: scaleup}
        products: {booking: {problem: Phone tag, phase: idea}}
        roles: {product-manager: {product: booking}}
        deliverables: {plan: {kind: backlog, product: booking, criteria: []}}
        """,
    ),
    "priorities with one criterion": (
        "priorities-without-criteria",
        """
        org: {stage: scaleup}
        products: {booking: {problem: Phone tag}}
        roles: {product-manager: {product: booking}}
        deliverables: {plan: {kind: backlog, product: booking, criteria: [revenue]}}
        """,
    ),
    "one who has to consent, and nobody to settle it": (
        "consent-without-tie-break",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, cto: {}}
        decisions: {pricing: {decides: ceo, approvers: cto}, hiring: {decides: ceo, escalates_to: cto}}
        """,
    ),
    "a decision of which nobody knows yet who decides, beside an owner": (
        "decision-beside-the-owner",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {owns: pricing}}
        decisions: {list-prices: {about: pricing, decides: []}}
        """,
    ),
    "a decision about a duty that nobody owns yet": (
        "decision-beside-the-owner",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}}
        responsibilities: {pricing: TBD}
        decisions: {list-prices: {about: pricing, decides: ceo}}
        """,
    ),
    "development decides what to build beside the owner, which has a rule of its own": (
        "decision-beside-the-owner",
        """
        org: {stage: scaleup}
        roles: {cto: {}, product-manager: {owns: pricing}}
        decisions: {list-prices: {about: pricing, decides: cto}}
        """,
    ),
    "a decision that is not made yet and recorded nowhere": (
        "decision-not-recorded",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, product-manager: {}}
        decisions: {hiring: {decides: []}, pricing: {decides: ceo, informed: product-manager}}
        """,
    ),
    "a question of how of which nobody knows yet who decides": (
        "how-decided-by-product",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}}
        decisions: {database: {about: architecture, kind: how, decides: []}}
        """,
    ),
    "a question of how that sales decides": (
        "how-decided-by-product",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {}}
        decisions: {database: {about: architecture, kind: how, decides: head-of-sales}}
        """,
    ),
    "a question of how that is product management's to decide": (
        "how-decided-by-product",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: pricing}}
        decisions: {rates: {about: pricing, kind: how, decides: product-manager}}
        """,
    ),
    "a question of when that development decides": (
        "what-decided-by-development",
        """
        org: {stage: scaleup}
        roles: {cto: {}}
        decisions: {order: {about: roadmap, kind: when, decides: cto}}
        """,
    ),
    "a question of what that is development's to decide": (
        "what-decided-by-development",
        """
        org: {stage: scaleup}
        roles: {cto: {owns: architecture}}
        decisions: {shape: {about: architecture, kind: what, decides: cto}}
        """,
    ),
    "advice on a duty that nobody owns yet": (
        "owner-only-consulted",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {}, product-manager: {}}
        responsibilities: {pricing: TBD}
        decisions: {list-prices: {about: pricing, decides: head-of-sales, consulted: product-manager}}
        """,
    ),
    "the owner is asked and decides as well": (
        "owner-only-consulted",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {}, product-manager: {owns: pricing}}
        decisions:
          list-prices: {about: pricing, decides: head-of-sales, consulted: product-manager}
          rebates: {about: pricing, decides: product-manager, consulted: head-of-sales}
        """,
    ),
    "others are asked, and not the owner": (
        "owner-only-consulted",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {}, product-manager: {owns: pricing}, tech-lead: {}}
        decisions: {list-prices: {about: pricing, decides: head-of-sales, consulted: tech-lead}}
        """,
    ),
    "the owner is asked about what nobody decides yet": (
        "owner-only-consulted",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: pricing}}
        decisions: {list-prices: {about: pricing, decides: [], consulted: product-manager}}
        """,
    ),
    "two seats on one side": (
        "dual-role-unwritten",
        """
        org: {stage: startup}
        roles: {product-manager: {}, product-owner: {}}
        people: {p1: {roles: [product-manager, product-owner]}}
        """,
    ),
    "a seat that is a hybrid by its title": (
        "hybrid-split-unwritten",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        people: {p1: {roles: [product-manager, engineer]}}
        """,
    ),
    "a product manager who owns the product as well and is busy with delivery": (
        "pm-firefighting",
        """
        org: {stage: startup}
        roles: {product-manager: {}, product-owner: {}}
        people: {p1: {roles: [product-manager, product-owner], time: {delivery: 60, support: 20, strategy: 20}}}
        """,
    ),
    "a seller who is busy with delivery": (
        "pm-firefighting",
        """
        org: {stage: startup}
        roles: {head-of-sales: {}}
        people: {p1: {roles: head-of-sales, time: {delivery: 60, support: 20, strategy: 20}}}
        """,
    ),
    "a head who leads many teams": (
        "pm-spread-thin",
        """
        org: {stage: scaleup}
        roles: {engineering-manager: {}}
        teams: {a: {}, b: {}, c: {}, d: {}}
        people: {p1: {roles: [{role: engineering-manager, team: [a, b, c, d]}]}}
        """,
    ),
    "one line, and nobody in product management of one of its products": (
        "product-without-pm",
        """
        org: {stage: scaleup}
        products: {mail: {line: office}, chat: {line: office}}
        roles: {product-manager: {product: mail}, engineer: {product: [mail, chat]}}
        """,
    ),
    "a product of which no seat is written": (
        "product-without-pm",
        """
        org: {stage: scaleup}
        products: {mail: {line: office}, chat: {line: talk}, calls: {line: voice}}
        roles: {product-manager: {product: mail}, engineer: {product: [mail, chat]}, product-owner: {product: chat}}
        """,
    ),
    "two deputies, of whom one is the holder": (
        "deputy-is-the-holder",
        """
        org: {stage: startup}
        roles: {cto: {deputy: [p1, p2]}, engineer: {}}
        people: {p1: {roles: cto}, p2: {roles: engineer}}
        """,
    ),
    "two holders, one of whom stands in for the other": (
        "deputy-is-the-holder",
        """
        org: {stage: startup}
        roles: {engineer: {deputy: p1}}
        people: {p1: {roles: engineer}, p2: {roles: engineer}}
        """,
    ),
    "a deputy of a seat that nobody holds": (
        "deputy-is-the-holder",
        """
        org: {stage: startup}
        roles: {cto: {vacant: true, covered_by: p1, deputy: p1}, engineer: {}}
        people: {p1: {roles: engineer}}
        """,
    ),
    "two deputies, of whom one is the owner": (
        "deputy-is-the-owner",
        """
        org: {stage: startup}
        roles: {cto: {}, engineer: {}}
        responsibilities: {deployment: {accountable: cto, deputy: [cto, engineer]}}
        """,
    ),
    "two owners, one of whom stands in for the other": (
        "deputy-is-the-owner",
        """
        org: {stage: startup}
        roles: {cto: {}, engineer: {}}
        responsibilities: {deployment: {accountable: [cto, engineer], deputy: engineer}}
        """,
    ),
    "a critical duty that nobody owns, which is the finding": (
        "critical-duty-without-deputy",
        """
        org: {stage: scaleup}
        roles: {cto: {deputy: engineer}, engineer: {}}
        responsibilities: {incident-response: {accountable: TBD, criticality: high}}
        """,
    ),
    "a deputy who can answer beside one who cannot": (
        "deputy-cannot-answer",
        """
        org: {stage: startup}
        roles: {cto: {deputy: [engineer, bot]}, engineer: {}}
        people: {p1: {roles: cto}, p2: {roles: engineer}, bot: {kind: agent}}
        """,
    ),
    "a deputy who is not known yet, which is a finding of its own": (
        "deputy-cannot-answer",
        """
        org: {stage: startup}
        roles: {cto: {deputy: TBD}, engineer: {}}
        """,
    ),
    "a deputy of a duty who is not known yet": (
        "duty-deputy-cannot-answer",
        """
        org: {stage: startup}
        roles: {cto: {}, engineer: {}}
        responsibilities: {deployment: {accountable: cto, deputy: TBD}}
        """,
    ),
    "a vision to which development is not asked where nobody develops": (
        "decided-without-development",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, head-of-sales: {}}
        responsibilities: {roadmap: {accountable: product-manager, consulted: head-of-sales}}
        """,
    ),
    "a roadmap that development owns": (
        "decided-without-development",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, cto: {}, head-of-sales: {}}
        responsibilities: {roadmap: {accountable: cto, consulted: head-of-sales}}
        """,
    ),
    "a disputed duty with one owner": (
        "disputed-duty-unsettled",
        """
        org: {stage: scaleup}
        roles: {ceo: {owns: [backlog-management, launch-timing, ui-ux-design, product-support]}}
        """,
    ),
    "a duty with one owner without a function": (
        "duty-claimed-by-two-functions",
        """
        org: {stage: scaleup}
        roles: {ceo: {owns: [product-strategy, roadmap]}}
        """,
    ),
    "a founder who owns what is development's": (
        "duty-in-unusual-function",
        """
        org: {stage: startup}
        roles: {founder-cpo: {owns: architecture}, engineer: {}}
        """,
    ),
    "an own duty that nobody owns, beside one of the same words": (
        "near-duplicate-duties",
        """
        org: {stage: scaleup}
        roles: {cto: {}}
        responsibilities: {review-of-weekly-incidents: {accountable: cto}, weekly-incident-review: {accountable: TBD}}
        """,
    ),
    "an own duty that one owns, and beside it one of the same words that nobody does": (
        "near-duplicate-duties",
        """
        org: {stage: scaleup}
        roles: {cto: {}}
        responsibilities: {review-of-weekly-incidents: {accountable: TBD}, weekly-incident-review: {accountable: cto}}
        """,
    ),
    "a product with one claimed duty": (
        "nothing-owned",
        """
        org: {stage: startup}
        roles: {ceo: {owns: delivery}}
        """,
    ),
    "a retired product for which nobody answers": (
        "nothing-owned",
        """
        org: {stage: startup}
        products: {mail: {phase: retired}, chat: {responsibilities: {delivery: ceo}}}
        roles: {ceo: {}}
        """,
    ),
    "an agent beside an owner": (
        "owner-is-not-a-person",
        """
        org: {stage: startup}
        roles: {cto: {}}
        people: {p1: {roles: cto}, bot: {kind: agent}}
        responsibilities: {deployment: [cto, bot]}
        """,
    ),
    "a vacant seat beside an owner": (
        "owner-is-vacant",
        """
        org: {stage: scaleup}
        roles: {cto: {}, head-of-sales: {vacant: true}}
        responsibilities: {pricing: [cto, head-of-sales]}
        """,
    ),
    "a policy about a duty that nobody owns yet": (
        "policy-not-followed",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, product-manager: {}}
        responsibilities: {backlog-management: TBD}
        policy: {owners: {backlog-management: product-owner}}
        """,
    ),
    "product operations decide by policy": (
        "product-ops-decides",
        """
        org: {stage: scaleup}
        roles: {product-operations: {owns: roadmap}, product-manager: {}}
        policy: {owners: {roadmap: product-management}}
        """,
    ),
    "a duty that the file lists and somebody claims": (
        "responsibility-without-owner",
        """
        org: {stage: scaleup}
        roles: {cto: {owns: on-call-rota}}
        responsibilities: {on-call-rota: {consulted: cto}}
        """,
    ),
    "an expected duty that the file lists without an owner": (
        "responsibility-without-owner",
        """
        org: {stage: scaleup}
        roles: {cto: {owns: delivery}}
        responsibilities: {roadmap: {accountable: []}}
        """,
    ),
    "a product owner who has the vision by policy": (
        "vision-held-by-product-owner",
        """
        org: {stage: scaleup}
        roles: {product-owner: {owns: product-vision}, product-manager: {}}
        policy: {owners: {product-vision: product-owner}}
        """,
    ),
    "a product owner who has the vision where there is no product manager": (
        "vision-held-by-product-owner",
        """
        org: {stage: scaleup}
        roles: {product-owner: {owns: product-vision}, engineer: {}}
        """,
    ),
    "a strategy that development has by policy": (
        "what-and-why-outside-product",
        """
        org: {stage: scaleup}
        roles: {cto: {owns: product-strategy}, product-manager: {}}
        policy: {owners: {product-strategy: product-development}}
        """,
    ),
    "a founder in development who has the strategy of a startup": (
        "what-and-why-outside-product",
        """
        org: {stage: startup}
        roles: {founder-cto: {owns: product-strategy, function: product-development}, engineer: {}}
        """,
    ),
    "a check-in that takes in no customers' voice but the team's": (
        "insight-not-shared",
        """
        org: {stage: enterprise}
        roles: {product-owner: {}, product-manager: {}}
        rituals: {check-in: {kind: po-pm-check-in, participants: [product-owner, product-manager]}}
        """,
    ),
    "a product without a team that builds it": (
        "no-product-owner",
        """
        org: {stage: enterprise}
        products: {mail: {problem: Phone tag}}
        roles: {product-manager: {product: mail}}
        teams: {web: {members: [product-manager], product: mail}}
        """,
    ),
    "user stories with a product manager where there is no product owner": (
        "po-duty-with-pm",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: user-stories}, engineer: {}}
        """,
    ),
    "a product owner who meets nobody of development where nobody develops": (
        "po-meets-one-side",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, product-manager: {}}
        rituals: {check-in: {participants: [product-owner, product-manager], cadence: weekly}}
        """,
    ),
    "a product owner without a daily meeting where nobody develops": (
        "po-not-with-team-daily",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, product-manager: {}}
        rituals: {check-in: {participants: [product-owner, product-manager], cadence: weekly}}
        """,
    ),
    "a product owner of whose meetings nothing is written": (
        "po-not-with-team-daily",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, engineer: {}}
        rituals: {stand-up: {participants: [engineer], cadence: daily}}
        """,
    ),
    "a product owner without a check-in where there is no product manager": (
        "po-pm-no-check-in",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, engineer: {}}
        rituals: {stand-up: {participants: [product-owner, engineer], cadence: daily}}
        """,
    ),
    "a backlog with others by policy": (
        "po-without-backlog",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: backlog-management}, product-owner: {}}
        policy: {owners: {backlog-management: product-management}}
        """,
    ),
    "a backlog that nobody owns yet": (
        "po-without-backlog",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, product-owner: {}}
        responsibilities: {backlog-management: TBD}
        """,
    ),
    "a department in which several order work": (
        "team-with-several-priority-sources",
        """
        org: {stage: startup}
        roles: {a: {title: Product Manager}, b: {title: Product Manager}, engineer: {}}
        teams: {all: {members: [a, b, engineer]}, web: {parent: all, members: engineer}}
        """,
    ),
    "a team of product people without developers": (
        "team-with-several-priority-sources",
        """
        org: {stage: startup}
        roles: {a: {title: Product Manager}, b: {title: Product Manager}, engineer: {}}
        teams: {desk: {members: [a, b]}}
        """,
    ),
    "a department whose work nobody orders": (
        "team-without-priority-source",
        """
        org: {stage: startup}
        products: {mail: {}, chat: {}}
        roles: {product-manager: {product: mail}, engineer: {}}
        teams: {all: {members: engineer, product: chat}, web: {parent: all, members: product-manager, product: mail}}
        """,
    ),
    "a team of sellers whose work nobody orders": (
        "team-without-priority-source",
        """
        org: {stage: startup}
        products: {mail: {}, chat: {}}
        roles: {product-manager: {product: mail}, head-of-sales: {}}
        teams: {sellers: {members: head-of-sales, product: chat}}
        """,
    ),
    "a team whose work nobody orders where nobody is in product": (
        "team-without-priority-source",
        """
        org: {stage: startup}
        products: {mail: {}, chat: {}}
        roles: {engineer: {}}
        teams: {web: {members: engineer, product: chat}}
        """,
    ),
    "a seller who reports to sales": (
        "developers-outside-engineering-line",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {reports_to: none}, account-executive: {reports_to: head-of-sales, function: business}}
        """,
    ),
    "one who develops and sells, and reports to sales": (
        "developers-outside-engineering-line",
        """
        org: {stage: scaleup}
        roles:
          head-of-sales: {reports_to: none}
          sales-engineer: {reports_to: head-of-sales, function: [product-development, business]}
        """,
    ),
    "a developer who reports to a seat without a function": (
        "developers-outside-engineering-line",
        """
        org: {stage: scaleup}
        roles: {grand-vizier: {reports_to: none}, engineer: {reports_to: grand-vizier}}
        """,
    ),
    "a product owner who reports to product management": (
        "pm-manages-developers",
        """
        org: {stage: enterprise}
        roles: {head-of-product: {reports_to: none}, product-owner: {reports_to: head-of-product}}
        """,
    ),
    "one who develops and manages products, and reports to product management": (
        "pm-manages-developers",
        """
        org: {stage: enterprise}
        roles:
          head-of-product: {reports_to: none}
          tinkerer: {reports_to: head-of-product, function: [product-development, product-management]}
        """,
    ),
    "a developer who reports to sales": (
        "pm-manages-developers",
        """
        org: {stage: enterprise}
        roles: {head-of-sales: {reports_to: none}, engineer: {reports_to: head-of-sales}}
        """,
    ),
    "product management that reports to one who leads the company and development": (
        "pm-under-engineering",
        """
        org: {stage: scaleup}
        roles: {chief: {function: [leadership, product-development]}, product-manager: {reports_to: chief}}
        """,
    ),
    "two at the top, of whom a rule says who settles a tie": (
        "several-top-seats",
        """
        org: {stage: startup}
        roles: {ceo: {reports_to: none, owns: pricing}, cto: {reports_to: none, owns: delivery}}
        decisions: {hiring: {decides: ceo, escalates_to: ceo}}
        """,
    ),
    "one meeting in which only sellers clear things up": (
        "requirements-channel-missing",
        """
        org: {stage: scaleup}
        products: {mail: {problem: Phone tag}}
        roles: {product-manager: {product: mail}, head-of-sales: {product: mail}}
        rituals: {look-back: {kind: retrospective, participants: everyone}}
        """,
    ),
    "a handoff to sales of which little is written": (
        "requirements-incomplete-at-handoff",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, head-of-sales: {}}
        handoffs: {offer: {from: product-manager, to: head-of-sales, criteria: []}}
        """,
    ),
    "a retired product without written requirements": (
        "requirements-unwritten",
        """
        org: {stage: scaleup}
        products: {mail: {problem: Phone tag, phase: retired}}
        roles: {product-manager: {product: mail}}
        deliverables: {plan: {kind: roadmap, product: mail}}
        """,
    ),
    "the deliverables of a product that only developers work on": (
        "usual-deliverables-missing",
        """
        org: {stage: enterprise}
        products: {mail: {problem: Phone tag}}
        roles: {engineer: {product: mail}}
        deliverables: {plan: {kind: roadmap, product: mail}}
        """,
    ),
    "an old list of what is known about users": (
        "roadmap-stale",
        """
        org: {stage: enterprise}
        deliverables: {notes: {kind: user-research, updated: 2020-01-01}}
        """,
    ),
    "many who do one craft": (
        "many-holders-without-focus",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {owns: [pricing, positioning]}}
        people: {p1: {roles: head-of-sales}, p2: {roles: head-of-sales}}
        """,
    ),
    "a technical product manager who delivers": (
        "pm-does-project-work",
        """
        org: {stage: scaleup}
        roles: {product-manager: {function: [product-management, product-development], owns: [delivery, estimation]}}
        """,
    ),
    "two titles with different duties in two products": (
        "same-title-different-duties",
        """
        org: {stage: scaleup}
        products: {mail: {}, chat: {}}
        roles:
          a: {title: Product Manager, product: mail, owns: [roadmap, pricing]}
          b: {title: Product Owner, product: chat, owns: [user-stories, backlog-management]}
        """,
    ),
    "one title twice, and one duty of each": (
        "same-title-different-duties",
        """
        org: {stage: scaleup}
        products: {mail: {}, chat: {}}
        roles:
          a: {title: Product Manager, product: mail, owns: [roadmap]}
          b: {title: Product Manager, product: chat, owns: [pricing]}
        """,
    ),
    "a vacant seat without duties": (
        "seat-without-duties",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, head-of-sales: {vacant: true}}
        """,
    ),
    "a seat without duties that nobody holds": (
        "seat-without-duties",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, head-of-sales: {}}
        people: {p1: {roles: product-manager}}
        """,
    ),
    "seats where nobody has written any duty": (
        "seat-without-duties",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, product-owner: {}}
        people: {p1: {roles: product-manager}, p2: {roles: product-owner}}
        """,
    ),
    "a seat that contributes": (
        "seat-without-duties",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, product-owner: {contributes_to: roadmap}}
        people: {p1: {roles: product-manager}, p2: {roles: product-owner}}
        """,
    ),
    "a seat with a purpose": (
        "seat-without-duties",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, product-owner: {purpose: Keep the list of work in order}}
        people: {p1: {roles: product-manager}, p2: {roles: product-owner}}
        """,
    ),
    "a seat that is named once": (
        "seat-without-duties",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, product-owner: {}}
        people: {p1: {roles: product-manager}, p2: {roles: product-owner}}
        responsibilities: {pricing: {accountable: product-manager, consulted: product-owner}}
        """,
    ),
    "a vacant seat that owns something": (
        "seat-without-holder",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {vacant: true, owns: pricing}, ceo: {}}
        people: {p1: {roles: ceo}}
        """,
    ),
    "a title that nobody holds, which is a finding of its own": (
        "seat-without-holder",
        """
        org: {stage: scaleup}
        roles: {ceo: {}}
        people: {p1: {roles: ceo}}
        responsibilities: {ui-ux-design: designer}
        """,
    ),
    "an unknown title that is only held": (
        "title-without-function",
        """
        org: {stage: scaleup}
        people: {p1: {roles: grand-vizier}}
        """,
    ),
    "an unknown title that nobody uses": (
        "title-without-function",
        """
        org: {stage: scaleup}
        roles: {grand-vizier: {}}
        """,
    ),
    "two seats of one function with the same duties": (
        "two-functions-one-description",
        """
        org: {stage: scaleup}
        roles:
          product-manager: {owns: [roadmap, pricing, positioning]}
          head-of-product: {owns: [roadmap, pricing, positioning]}
        """,
    ),
    "a vacant seat without duties that nobody covers": (
        "vacant-seat-uncovered",
        """
        org: {stage: startup}
        roles: {head-of-sales: {vacant: true}, ceo: {}}
        """,
    ),
    "a vacant seat with a deputy": (
        "vacant-seat-uncovered",
        """
        org: {stage: startup}
        roles: {head-of-sales: {vacant: true, owns: pricing, deputy: ceo}, ceo: {}}
        """,
    ),
    "questions of a product that is retired": (
        "product-questions-open",
        """
        org: {stage: startup}
        products: {mail: {phase: retired, problem: Phone tag}}
        """,
    ),
    "a product where the organisation has no goals": (
        "product-without-goal",
        """
        org: {stage: scaleup, goals: []}
        products: {mail: {problem: Phone tag, supports: []}}
        """,
    ),
    "user research that draws on little": (
        "strategy-without-inputs",
        """
        org: {stage: enterprise}
        deliverables: {notes: {kind: user-research, based_on: [user-research]}}
        """,
    ),
    "the vision of a product that is retired": (
        "vision-incomplete",
        """
        org: {stage: scaleup}
        products: {mail: {problem: Phone tag, phase: retired, vision: {purpose: Fewer calls}}}
        """,
    ),
    "a department that works the lean way": (
        "lean-team-too-large",
        """
        org: {stage: startup}
        roles: {engineer: {}}
        people: {PEOPLE}
        teams: {all: {model: lean, members: [MANY]}, web: {parent: all, members: m1}}
        """,
    ),
    "a large team that works in another way": (
        "lean-team-too-large",
        """
        org: {stage: startup}
        roles: {engineer: {}}
        people: {PEOPLE}
        teams: {all: {model: kanban, members: [MANY]}}
        """,
    ),
    "several lines that nobody builds": (
        "one-team-many-lines",
        """
        org: {stage: enterprise}
        products: {mail: {line: office}, chat: {line: talk}}
        roles: {product-manager: {}}
        teams: {desk: {members: product-manager}}
        """,
    ),
    "a team that is no platform, and of which nobody says what it does next": (
        "platform-without-steering",
        """
        org: {stage: enterprise}
        roles: {engineer: {}}
        teams: {web: {members: engineer}}
        """,
    ),
    "a team of product management without one of development": (
        "product-and-development-apart",
        """
        org: {stage: scaleup}
        products: {mail: {problem: Phone tag}}
        roles: {product-manager: {product: mail}}
        teams: {desk: {members: product-manager, product: mail}}
        """,
    ),
    "a department of squads": (
        "squad-incomplete",
        """
        org: {stage: scaleup}
        roles: {engineer: {}}
        teams: {all: {model: agile-squad, members: engineer}, web: {parent: all, members: engineer}}
        """,
    ),
    "a team of designers and testers": (
        "team-missing-discipline",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {function: business}}
        teams: {desk: {members: [product-manager, engineer]}}
        """,
    ),
    "a department of which nobody says how it works": (
        "team-without-model",
        """
        org: {stage: scaleup}
        roles: {engineer: {}}
        teams: {all: {members: engineer}, web: {parent: all, members: engineer, model: kanban}}
        """,
    ),
    "a team of sellers of which nobody says how it works": (
        "team-without-model",
        """
        org: {stage: scaleup}
        roles: {engineer: {}, head-of-sales: {}}
        teams: {desk: {members: head-of-sales}, web: {members: engineer, model: kanban}}
        """,
    ),
    "teams of which no way of working is written": (
        "team-without-model",
        """
        org: {stage: scaleup}
        roles: {engineer: {}}
        teams: {web: {members: engineer}, app: {members: engineer}}
        """,
    ),
    "two shapes of one placeholder under markets": (
        "placeholder",
        """
        org: {stage: scaleup}
        products: {mail: {markets: [NA]}}
        """,
    ),
    "a placeholder, which is a finding of its own": (
        "unknown-reference",
        """
        org: {stage: startup}
        roles: {cto: {reports_to: TBD}}
        """,
    ),
    "a duty that is one slip away from a known one, and no reference": (
        "unknown-reference",
        """
        org: {stage: startup}
        roles: {cto: {owns: roadmapp}}
        """,
    ),
    "a note that speaks of shared ownership": (
        "shared-ownership-phrase",
        """
        org: {stage: scaleup}
        roles: {tech-lead: {description: Shared ownership of the build}}
        """,
    ),
    "a note with an open end": (
        "open-ended-duty",
        """
        org: {stage: scaleup}
        roles: {tech-lead: {description: Runs releases and other duties as assigned}}
        """,
    ),
    "specialists whom no early company lists": (
        "premature-specialists",
        """
        org: {stage: startup}
        roles: {founder: {owns: product-strategy}, engineer: {owns: delivery}}
        """,
    ),
    "a maker of hardware without testers": (
        "specialists-missing",
        """
        org: {stage: scaleup, industry: hardware}
        roles: {engineer: {}}
        people: {PEOPLE}
        """,
    ),
    "a company of sellers without testers": (
        "specialists-missing",
        """
        org: {stage: scaleup}
        roles: {head-of-sales: {}}
        people: {SELLERS}
        """,
    ),
    "three skills, too few to tell what is missing": (
        "skills-missing-for-seat",
        """
        org: {stage: scaleup}
        people: {p1: {roles: product-manager, skills: [strategic-thinking, market-knowledge, technical-literacy]}}
        """,
    ),
    "a person whose skills are of another function, said once": (
        "skills-missing-for-seat",
        """
        org: {stage: scaleup}
        people:
          p1: {roles: product-manager, skills: [python, testing, debugging, integration]}
        """,
    ),
    "a hat on both sides that nobody divides, said once": (
        "dual-role-unwritten",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        people: {p1: {roles: [product-manager, engineer]}}
        """,
    ),
    "a waiver of a rule that there is not": (
        "waiver-unused",
        """
        org: {stage: scaleup}
        waivers: [{rule: no-such-rule, at: org, reason: Not yet, until: 2027-03-01}]
        """,
    ),
    "a founder who orders the backlog, said once": (
        "duty-in-unusual-function",
        """
        org: {stage: scaleup}
        roles: {founder-cto: {owns: feature-prioritisation, function: product-development}, product-manager: {}}
        """,
    ),
    "a founder who orders nothing that has an owner": (
        "founder-orders-backlog",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, founder: {}}
        responsibilities: {backlog-management: TBD}
        """,
    ),
    "user stories with the product manager, said once": (
        "duty-in-unusual-function",
        """
        org: {stage: scaleup}
        roles:
          product-manager: {owns: [user-stories, sprint-planning, blocker-removal, task-refinement]}
          product-owner: {}
        """,
    ),
    "a backlog beside the product owner, said once": (
        "duty-in-unusual-function",
        """
        org: {stage: scaleup}
        roles: {tech-lead: {owns: backlog-management}, product-owner: {}}
        """,
    ),
    "a disputed duty with two owners, said once": (
        "duty-with-several-owners",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: launch-timing}, tech-lead: {owns: launch-timing}}
        """,
    ),
    "a deliverable with several owners, said once": (
        "deliverable-with-several-owners",
        """
        org: {stage: scaleup}
        roles: {product-manager: {owns: roadmap}, tech-lead: {}, ceo: {}}
        deliverables: {plan: {kind: roadmap, owner: [tech-lead, ceo]}}
        """,
    ),
    "two lists of duties, and neither the roles nor the people": (
        "no-product-development",
        """
        org: {stage: scaleup}
        responsibilities: {roadmap: ceo, pricing: head-of-sales}
        """,
    ),
    "titles of development, and neither the roles nor the people": (
        "no-product-management",
        """
        org: {stage: scaleup}
        responsibilities: {coding: engineer, qa: tester}
        """,
    ),
    "product managers of two areas": (
        "generic-pms",
        """
        org: {stage: enterprise}
        products: {mail: {}, chat: {}}
        people:
          p1: {roles: [{role: product-manager, product: mail}]}
          p2: {roles: [{role: product-manager, product: mail}]}
          p3: {roles: [{role: product-manager, product: chat}]}
        """,
    ),
    "a founder beside one product manager": (
        "founder-still-pm",
        """
        org: {stage: scaleup}
        roles: {founder: {}, product-manager: {}}
        people: {p1: {roles: [founder, product-manager]}, p2: {roles: product-manager}}
        """,
    ),
    "a company in which no deputy is named": (
        "one-absence-uncovers-half",
        """
        org: {stage: scaleup}
        roles: {a: {owns: [MANY]}, b: {}, c: {}, d: {}, e: {}, f: {}}
        """,
    ),
    "a seat without a function that reports to product management": (
        "pm-manages-developers",
        """
        org: {stage: enterprise}
        roles: {head-of-product: {reports_to: none}, grand-vizier: {reports_to: head-of-product, function: []}}
        """,
    ),
    "a designer who reports to marketing": (
        "developers-outside-engineering-line",
        """
        org: {stage: scaleup}
        roles: {head-of-marketing: {reports_to: none}, designer: {reports_to: head-of-marketing}}
        """,
    ),
    "a seat without a function that reports to marketing": (
        "developers-outside-engineering-line",
        """
        org: {stage: scaleup}
        roles: {head-of-marketing: {reports_to: none}, grand-vizier: {reports_to: head-of-marketing, function: []}}
        """,
    ),
    "a duty that somebody works on and the file does not list": (
        "responsibility-without-owner",
        """
        org: {stage: startup}
        roles: {engineer: {owns: delivery, contributes_to: [deployment, pricing, on-call-rota]}}
        """,
    ),
    "one line and one team": (
        "one-team-many-lines",
        """
        org: {stage: enterprise}
        products: {mail: {line: office}}
        roles: {engineer: {}}
        teams: {web: {members: engineer}}
        """,
    ),
    "eight titles, and neither the roles nor the people": (
        "specialists-missing",
        """
        org: {stage: scaleup}
        responsibilities:
          {a: engineer, b: designer, c: ceo, d: cfo, e: head-of-sales, f: product-manager, g: product-owner, h: founder}
        """,
    ),
    "a hybrid seat beside another": (
        "dual-role-unwritten",
        """
        org: {stage: startup}
        roles: {technical-product-manager: {}, engineer: {}}
        people: {p1: {roles: [technical-product-manager, engineer]}}
        """,
    ),
    "product manager, product owner and engineer at once, said once": (
        "dual-role-unwritten",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, product-owner: {}, engineer: {}}
        people: {p1: {roles: [product-manager, product-owner, engineer]}}
        """,
    ),
    "the same at startup, of a product that is hard to build": (
        "dual-role-unwritten",
        """
        org: {stage: startup}
        products: {mail: {complexity: high, markets: [DE]}}
        roles: {product-manager: {}, product-owner: {}, engineer: {}}
        people: {p1: {roles: [product-manager, product-owner, engineer]}, p2: {roles: engineer}}
        teams: {web: {members: [p1, p2]}}
        """,
    ),
    "a department as large as its teams together": (
        "team-too-large",
        """
        org: {stage: scaleup}
        roles: {engineer: {}}
        people: {PEOPLE}
        teams: {ground: {members: [MANY]}, web: {parent: ground, members: m1}}
        """,
    ),
    "two lines and nobody in product management, which is the finding": (
        "product-without-pm",
        """
        org: {stage: scaleup}
        products: {mail: {line: office}, chat: {line: talk}}
        roles: {engineer: {product: [mail, chat]}}
        """,
    ),
    "a planning that leaves the product owner out, said once": (
        "ritual-one-sided",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, engineer: {}}
        rituals: {planning: {kind: sprint-planning, participants: engineer}}
        """,
    ),
}

HARMLESS_WORDS = [
    ("owner-text-says-helper", "Supports customers until they are at home in the product", True),
    ("owner-text-says-helper", "Supports sales by preparing a demo for each of them", True),
    ("owner-text-says-helper", "Support 40 partners", True),
    ("owner-text-says-helper", "Help guests find a room", True),
    ("owner-text-says-helper", "Decides what is built, and supports sales", True),
    ("owner-text-says-helper", "Supports sales with arguments", False),
    ("owner-text-says-helper", "Contributor workflow", True),
    ("owner-text-says-helper", "`Supports sales` was its old name", True),
    ("shared-ownership-phrase", "Ends shared ownership of the roadmap", True),
    ("shared-ownership-phrase", "One owner instead of joint responsibility", True),
    ("shared-ownership-phrase", "Everyone knows the shared goal, and together we ship", True),
    ("shared-ownership-phrase", "Keeps the shared calendar", True),
    ("open-ended-duty", "Runs what is needed as needed by the teams", True),
]
"""A rule of wording, a purpose on which it is silent, and whether the seat owns something."""

TELLING_WORDS = [
    ("shared-ownership-phrase", "Gemeinsam verantwortlich für die Roadmap"),
    ("shared-ownership-phrase", "La feuille de route, en responsabilité partagée"),
    ("shared-ownership-phrase", "Responsabilidad compartida del producto"),
    ("shared-ownership-phrase", "The roadmap, co-owned with sales"),
    ("owner-text-says-helper", "Unterstützt den Vertrieb"),
    ("owner-text-says-helper", "Participe à la planification"),
    ("owner-text-says-helper", "Colabora en el lanzamiento"),
    ("owner-text-says-helper", "To assist the sales team"),
    ("open-ended-duty", "Plant Releases und hilft bei Bedarf"),
]


def filled(text: str) -> str:
    """Put in twenty members, or twenty people."""
    many = [f"m{number}" for number in range(20)]
    text = text.replace("MANY", ", ".join(many))
    text = text.replace("SELLERS", ", ".join(f"{id}: {{roles: head-of-sales}}" for id in many))
    return text.replace("PEOPLE", ", ".join(f"{id}: {{roles: engineer}}" for id in many))


LOUD: dict[str, tuple[str, str, str]] = {
    "one deliverable, and no backlog": (
        "backlog-missing",
        "warning",
        """
        org: {stage: scaleup}
        products: {booking: {problem: Phone tag}}
        roles: {product-manager: {product: booking}, engineer: {}}
        teams: {web: {product: booking, members: engineer}}
        deliverables: {plan: {kind: roadmap, product: booking}}
        """,
    ),
    "one deliverable, and none of the usual": (
        "usual-deliverables-missing",
        "info",
        """
        org: {stage: scaleup}
        products: {booking: {problem: Phone tag}}
        roles: {product-manager: {product: booking}}
        deliverables: {plan: {kind: roadmap, product: booking}}
        """,
    ),
    "one deliverable, and no vision": (
        "vision-missing",
        "warning",
        """
        org: {stage: scaleup}
        products: {booking: {problem: Phone tag}}
        deliverables: {plan: {kind: roadmap, product: booking}}
        """,
    ),
    "two who have to consent where only other decisions say who settles it": (
        "consent-without-tie-break",
        "warning",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, cto: {}, cfo: {}}
        decisions: {pricing: {decides: ceo, approvers: [cto, cfo]}, hiring: {decides: cto, escalates_to: ceo}}
        """,
    ),
    "two who have to consent where no decision says who settles it": (
        "consent-without-tie-break",
        "info",
        """
        org: {stage: scaleup}
        roles: {ceo: {}, cto: {}, cfo: {}}
        decisions: {pricing: {decides: ceo, approvers: [cto, cfo]}}
        """,
    ),
    "twelve in a team": (
        "team-too-large",
        "info",
        """
        org: {stage: scaleup}
        teams: {web: {members: [a, b, c, d, e, f, g, h, i, j, k, l]}}
        roles: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}, j: {}, k: {}, l: {}}
        """,
    ),
    "one meeting, with the team": (
        "po-pm-no-check-in",
        "warning",
        """
        org: {stage: scaleup}
        roles: {product-owner: {}, product-manager: {}, engineer: {}}
        rituals: {stand-up: {participants: [product-owner, engineer], cadence: daily}}
        """,
    ),
    "a product that is hard to build": (
        "po-pm-split-due",
        "warning",
        """
        org: {stage: startup}
        products: {mail: {complexity: high, markets: [DE]}}
        roles: {product-manager: {}, product-owner: {}, engineer: {}}
        people: {p1: {roles: [product-manager, product-owner]}, p2: {roles: engineer}}
        teams: {web: {members: [p1, p2]}}
        """,
    ),
    "a check-in of which the customers are no topic": (
        "insight-not-shared",
        "warning",
        """
        org: {stage: enterprise}
        roles: {product-owner: {}, product-manager: {}}
        rituals:
          check-in: {kind: po-pm-check-in, participants: [product-owner, product-manager], inputs: [progress]}
        """,
    ),
    "a handoff of nothing, with criteria": (
        "requirements-incomplete-at-handoff",
        "warning",
        """
        org: {stage: enterprise}
        roles: {product-manager: {}, engineer: {}}
        handoffs: {spec: {from: product-manager, to: engineer, deliverable: [], criteria: [tested]}}
        """,
    ),
    "one meeting with development, once a quarter": (
        "pm-and-engineering-rarely-meet",
        "warning",
        """
        org: {stage: scaleup}
        roles: {product-manager: {}, engineer: {}}
        rituals: {outlook: {kind: roadmap-review, participants: [product-manager, engineer], cadence: quarterly}}
        """,
    ),
    "a product owner who owns the architecture where there is no product manager": (
        "duty-in-unusual-function",
        "warning",
        """
        org: {stage: scaleup}
        roles: {product-owner: {owns: architecture}, engineer: {}}
        """,
    ),
}
"""What is only just a fault: the rule, how loud it is, and the file."""

DUTIES = sorted(catalog.load().duties)
CORE = [id for id in DUTIES if catalog.load().duties[id].tier in ("vital", "core")]
Limits = dict[str, tuple[int, int]]
LIMITS: list[tuple[str, Limits, str]] = [
    (
        "backlog-stale",
        {"startup": (30, 31), "scaleup": (30, 31), "enterprise": (30, 31)},
        "deliverables: {list: {kind: backlog, updated: DAYS-AGO}}",
    ),
    (
        "roadmap-stale",
        {"startup": (90, 91), "scaleup": (120, 121), "enterprise": (180, 181)},
        "deliverables: {plan: {kind: roadmap, updated: DAYS-AGO}}",
    ),
    (
        "duty-review-overdue",
        {"startup": (365, 366), "enterprise": (365, 366)},
        "roles: {cto: {}}\nresponsibilities: {coding: {accountable: cto, reviewed: DAYS-AGO}}",
    ),
    (
        "roles-reviewed-long-ago",
        {"startup": (180, 181), "scaleup": (180, 181), "enterprise": (365, 366)},
        "org: {roles_reviewed: DAYS-AGO, stage_since: 2020-01-01}",
    ),
    ("term-ends-soon", {"startup": (30, 29)}, "people: {p: {roles: [{role: cto, until: IN-DAYS}]}}"),
    (
        "too-many-approvers",
        {"startup": (2, 3)},
        "roles: {ceo: {}, EACH(m#: {})}\ndecisions: {pricing: {decides: ceo, approvers: [EACH(m#)]}}",
    ),
    (
        "wide-span",
        {"startup": (12, 13), "scaleup": (9, 10), "enterprise": (7, 8)},
        "roles: {cto: {}, EACH(m#: {reports_to: cto})}",
    ),
    (
        "too-many-hats",
        {"startup": (4, 5)},
        "roles: {EACH(m#: {owns: own-duty-#})}\npeople: {p: {roles: [EACH(m#)]}}",
    ),
    (
        "covers-many-disciplines",
        {"scaleup": (2, 3)},
        "people: {p: {roles: [FIRST(engineer, designer, qa, devops)]}}",
    ),
    (
        "shares-over-100",
        {"startup": (55, 56)},
        "people: {p: {roles: [{role: cto, share: 50}, {role: ceo, share: NUMBER}]}}",
    ),
    (
        "over-consulted",
        {"scaleup": (5, 6)},
        "roles: {EACH(m#: {})}\nresponsibilities: {coding: {accountable: m0, consulted: [m0, m1, m2, m3, m4]}}",
    ),
    (
        "over-consulted",
        {"scaleup": (4, 5)},
        "roles: {EACH(m#: {}), UP-TO-7(k#: {})}\nresponsibilities: {coding: {accountable: m0, consulted: [EACH(m#)]}}",
    ),
    (
        "over-consulted",
        {"scaleup": (5, 6)},
        "roles: {EACH(m#: {}), UP-TO-10(k#: {})}\nresponsibilities: {coding: {accountable: m0, consulted: [EACH(m#)]}}",
    ),
    (
        "over-consulted",
        {"scaleup": (25, 26)},
        "roles: {EACH(m#: {}), UP-TO-51(k#: {})}\nresponsibilities: {coding: {accountable: m0, consulted: [EACH(m#)]}}",
    ),
    ("team-too-large", {"startup": (9, 10)}, "roles: {EACH(m#: {})}\nteams: {web: {members: [EACH(m#)]}}"),
    (
        "lean-team-too-large",
        {"startup": (10, 11)},
        "roles: {EACH(m#: {})}\nteams: {web: {model: lean, members: [EACH(m#)]}}",
    ),
    ("stage-looks-wrong", {"startup": (2, 3), "scaleup": (5, 6)}, "products: {EACH(p#: {line: l#})}"),
    ("stage-looks-wrong", {"startup": (3, 4), "scaleup": (12, 13)}, "teams: {EACH(t#: {})}"),
    ("stage-looks-wrong", {"startup": (4, 5), "scaleup": (12, 13)}, "products: {a: {markets: [EACH(m#)]}}"),
    (
        "stage-looks-wrong",
        {"startup": (40, 41), "scaleup": (250, 251)},
        "org: {headcount: NUMBER, structure_changed: 2020-01-01}",
    ),
    (
        "stage-looks-wrong",
        {"startup": (365, 366), "scaleup": (730, 731)},
        "org: {headcount: 900, structure_changed: DAYS-AGO}",
    ),
    ("no-product-development", {"startup": (1, 2)}, "roles: {EACH(m#: {function: business})}"),
    ("no-product-management", {"startup": (1, 2)}, "roles: {EACH(m#: {function: product-development})}"),
    ("specialists-missing", {"scaleup": (7, 8)}, "roles: {engineer: {}}\npeople: {EACH(m#: {roles: engineer})}"),
    (
        "people-without-role",
        {"startup": (50, 51), "scaleup": (0, 1)},
        "roles: {cto: {}}\npeople: {UP-TO-100(k#: {roles: cto}), EACH(m#: {})}",
    ),
    (
        "many-holders-without-focus",
        {"startup": (1, 2)},
        "roles: {product-manager: {owns: [roadmap, pricing]}}\npeople: {EACH(m#: {roles: product-manager})}",
    ),
    (
        "many-holders-without-focus",
        {"startup": (1, 2)},
        "roles: {product-manager: {owns: [FIRST(roadmap, pricing)]}}\n"
        "people: {a: {roles: product-manager}, b: {roles: product-manager}}",
    ),
    (
        "generic-pms",
        {"enterprise": (2, 3)},
        "roles: {product-manager: {}}\npeople: {EACH(m#: {roles: product-manager})}",
    ),
    (
        "pm-spread-thin",
        {"scaleup": (3, 4)},
        "teams: {EACH(t#: {})}\npeople: {p: {roles: [{role: product-manager, team: [EACH(t#)]}]}}",
    ),
    (
        "po-pm-split-due",
        {"startup": (8, 9)},
        "products: {mail: {complexity: low, markets: [DE]}}\nteams: {web: {members: [p]}}\n"
        "roles: {engineer: {}}\npeople: {p: {roles: [product-manager, product-owner]}, EACH(m#: {roles: engineer})}",
    ),
    (
        "po-pm-split-due",
        {"startup": (2, 3)},
        "products: {mail: {complexity: low, markets: [DE]}}\nteams: {EACH(t#: {members: [m]})}\n"
        "roles: {engineer: {}}\npeople: {p: {roles: [product-manager, product-owner]}, m: {roles: engineer}}",
    ),
    (
        "two-functions-one-description",
        {"startup": (2, 3)},
        "roles: {product-manager: {owns: [DUTIES(0, N)]}, engineer: {owns: [DUTIES(0, N)]}}",
    ),
    (
        "two-functions-one-description",
        {"startup": (19, 20)},
        "roles: {a: {title: Guide, function: business, owns: [DUTIES(0, 24)]}, "
        "b: {title: Guide, function: product-owner, owns: [DUTIES(24 - N, 48 - N)]}}",
    ),
    (
        "two-functions-one-description",
        {"startup": (3, 4)},
        "roles: {a: {title: Guide, function: business, owns: [DUTIES(0, 5)]}, "
        "b: {title: Guide, function: product-owner, owns: [DUTIES(5 - N, 10 - N)]}}",
    ),
    (
        "same-title-different-duties",
        {"scaleup": (1, 0)},
        "products: {a: {}, b: {}}\nroles: {m: {title: Product Manager, product: a, owns: [DUTIES(0, 2)]}, "
        "n: {title: Product Manager, product: b, owns: [DUTIES(2 - N, 4 - N)]}}",
    ),
    (
        "same-title-different-duties",
        {"scaleup": (18, 17)},
        "products: {a: {}, b: {}}\nroles: {m: {title: Product Manager, product: a, owns: [DUTIES(0, 35)]}, "
        "n: {title: Product Manager, product: b, owns: [DUTIES(35 - N, 70 - N)]}}",
    ),
    (
        "team-skill-gap",
        {"scaleup": (2, 3)},
        "people: {p: {roles: engineer, skills: [FIRST(python, testing, debugging)]}}\nteams: {web: {members: [p]}}",
    ),
    (
        "core-duties-on-one-holder",
        {"startup": (12, 13)},
        "roles: {a: {owns: [CORE(0, N)]}, b: {owns: [CORE(N, 20)]}, c: {}, d: {}, e: {}}",
    ),
    (
        "core-duties-on-one-holder",
        {"startup": (10, 11)},
        "roles: {a: {owns: [CORE(0, N)]}, b: {owns: [CORE(N, 18)]}, c: {}, d: {}, e: {}}",
    ),
    (
        "core-duties-on-one-holder",
        {"startup": (9, 10)},
        "roles: {a: {owns: [CORE(0, N)]}, b: {}, c: {}, d: {}, e: {}}",
    ),
    (
        "core-duties-on-one-holder",
        {"startup": (3, 4)},
        "roles: {a: {owns: [CORE(0, 12)]}, EACH(m#: {})}",
    ),
    (
        "one-absence-uncovers-half",
        {"scaleup": (20, 21)},
        "roles: {a: {owns: [EACH(own-#)]}, b: {owns: [UP-TO-40(other-#)], deputy: c}, c: {}, d: {}, e: {}, f: {}}",
    ),
    (
        "one-absence-uncovers-half",
        {"scaleup": (25, 26)},
        "roles: {a: {owns: [EACH(own-#)]}, b: {owns: [UP-TO-51(other-#)], deputy: c}, c: {}, d: {}, e: {}, f: {}}",
    ),
    (
        "one-absence-uncovers-half",
        {"scaleup": (19, 20)},
        "roles: {a: {owns: [EACH(own-#)]}, b: {deputy: c}, c: {}, d: {}, e: {}, f: {}}",
    ),
    (
        "one-absence-uncovers-half",
        {"scaleup": (3, 4)},
        "roles: {a: {owns: [DUTIES(0, 30)]}, b: {deputy: m1}, EACH(m#: {})}",
    ),
]
"""A rule, the last number on which it is silent and the first on which it speaks at a stage, and such a file."""


def sized(text: str, number: int) -> str:
    """Write out a file for a number: so many entries, or a day so far away."""
    ids = {"DUTIES": DUTIES, "CORE": CORE}

    def place(written: str) -> int:
        first, _, rest = written.partition(" - ")
        return (number if first == "N" else int(first)) - (number if rest else 0)

    def cut(match: re.Match[str]) -> str:
        return ", ".join(ids[match[1]][place(match[2]) : place(match[3])])

    text = re.sub(r"(DUTIES|CORE)\(([N0-9 -]+), ([N0-9 -]+)\)", cut, text)
    text = re.sub(r"EACH\(([^()]*)\)", lambda m: ", ".join(m[1].replace("#", str(n)) for n in range(number)), text)
    text = re.sub(
        r"UP-TO-(\d+)\(([^()]*)\)",
        lambda m: ", ".join(m[2].replace("#", str(n)) for n in range(int(m[1]) - number)),
        text,
    )
    text = re.sub(r"FIRST\(([^()]*)\)", lambda m: ", ".join(m[1].split(", ")[:number]), text)
    day = datetime.timedelta(number)
    text = text.replace("DAYS-AGO", str(TODAY - day)).replace("IN-DAYS", str(TODAY + day))
    return text.replace("NUMBER", str(number))


def at_stage(text: str, stage: str) -> str:
    """Say the stage of an org."""
    return (
        text.replace("org: {", f"org: {{stage: {stage}, ") if "org: {" in text else f"org: {{stage: {stage}}}\n{text}"
    )


def limits() -> Iterator[tuple[str, str, bool]]:
    """Every rule that has a limit, with the last file on which it is silent and the first on which it speaks."""
    for rule, stages, text in LIMITS:
        for stage, (quiet, loud) in stages.items():
            yield rule, at_stage(sized(text, quiet), stage), False
            yield rule, at_stage(sized(text, loud), stage), True


NOT_MEANT = [
    "consent-without-tie-break",
    "duty-review-overdue",
    "hybrid-split-unwritten",
    "mixed-letters",
    "near-duplicate-duties",
    "policy-not-followed",
    "roles-reviewed-long-ago",
    "shares-over-100",
    "strategy-without-inputs",
    "structure-not-evolved",
    "term-ends-soon",
    "too-much-process",
]
"""Rules about what nobody has to write: where it is not written, they do not count as lacking a description."""

BARE = """
org: {stage: startup}
roles: {ceo: {owns: delivery}, cto: {}}
people: {p1: {roles: ceo}, p2: {roles: cto}}
decisions: {pricing: {decides: ceo}}
handoffs: {spec: {from: ceo, to: cto}}
deliverables: {notes: {kind: user-research, based_on: []}}
"""


def guards() -> Iterator[tuple[str, str]]:
    """Every rule that is guarded here, with the text of each case."""
    for rule, text in QUIET.values():
        yield rule, filled(text)
    for rule, _, text in LOUD.values():
        yield rule, text
    for rule, text, _ in limits():
        yield rule, text
    for rule, text, owning in HARMLESS_WORDS:
        yield rule, purpose(text, owning=owning)
    for rule, text in TELLING_WORDS:
        yield rule, purpose(text, owning=True)


def speaking(text: str, folder: Path) -> set[str]:
    file = folder / "org.yaml"
    file.write_text(text, encoding="utf-8")
    result = pipeline.audit(file, today=TODAY)
    assert not result.invalid, [finding.message for finding in result.findings]
    return {finding.rule for finding in result.findings}


@pytest.mark.parametrize("case", QUIET)
def test_what_is_near_to_a_fault_and_is_none(case: str, tmp_path: Path) -> None:
    rule, text = QUIET[case]
    assert rule not in speaking(filled(text), tmp_path)


@pytest.mark.parametrize("case", LOUD)
def test_what_is_only_just_a_fault(case: str, tmp_path: Path) -> None:
    rule, level, text = LOUD[case]
    file = tmp_path / "org.yaml"
    file.write_text(text, encoding="utf-8")
    found = pipeline.audit(file, today=TODAY).findings
    assert {str(f.level) for f in found if f.rule == rule} == {level}


@pytest.mark.parametrize(("rule", "text", "speaks"), list(limits()))
def test_where_a_limit_lies(rule: str, text: str, speaks: bool, tmp_path: Path) -> None:
    assert (rule in speaking(text, tmp_path)) is speaks


def test_what_nobody_has_to_write_is_not_counted_as_lacking(tmp_path: Path) -> None:
    file = tmp_path / "org.yaml"
    file.write_text(BARE, encoding="utf-8")
    for stage in rules.STAGES:
        result = pipeline.audit(file, today=TODAY, stage=stage)
        lacking = {rule.name for rule in result.rules() if not rule.described}
        assert not lacking & set(NOT_MEANT)


def purpose(text: str, *, owning: bool, stage: str = "scaleup") -> str:
    owns = ", owns: roadmap" if owning else ""
    return f'org: {{stage: {stage}}}\nroles: {{product-manager: {{purpose: "{text}"{owns}}}}}'


@pytest.mark.parametrize(("rule", "text", "owning"), HARMLESS_WORDS)
def test_words_that_say_nothing_wrong_here(rule: str, text: str, owning: bool, tmp_path: Path) -> None:
    assert rule not in speaking(purpose(text, owning=owning), tmp_path)


@pytest.mark.parametrize(("rule", "text"), TELLING_WORDS)
def test_words_that_take_back_what_the_file_says(rule: str, text: str, tmp_path: Path) -> None:
    assert rule in speaking(purpose(text, owning=True), tmp_path)


def test_the_wording_of_a_duty_is_judged_and_that_of_a_note_is_not(tmp_path: Path) -> None:
    """A note on a seat may say anything; what is written of a duty says what its owner answers for."""
    note = "org: {stage: scaleup}\nroles: {tech-lead: {description: Shared ownership of the build}}"
    assert "shared-ownership-phrase" not in speaking(note, tmp_path)
    for at in ("", "products: {shop: {", "teams: {web: {"):
        duty = "responsibilities: {on-call: {accountable: tech-lead, description: Shared ownership with support}}"
        text = f"org: {{stage: scaleup}}\nroles: {{tech-lead: {{}}}}\n{at}{duty}{'}}' if at else ''}"
        assert "shared-ownership-phrase" in speaking(text, tmp_path), at
    helper = "responsibilities: {demos: {ACCOUNTABLE: tech-lead, title: Assist with demos}}"
    for word, found in (("accountable", True), ("responsible", False)):
        text = "org: {stage: scaleup}\nroles: {tech-lead: {}}\n" + helper.replace("ACCOUNTABLE", word)
        assert ("owner-text-says-helper" in speaking(text, tmp_path)) is found


@pytest.mark.parametrize(
    ("described", "signals"),
    [
        ("products: {a: {line: x}, b: {line: y}, c: {line: z}}", "lines 3 (at most 2)"),
        ("products: {a: {markets: [DE, FR, IT, ES, PT]}}", "markets 5 (at most 4)"),
        ("teams: {a: {}, b: {}, c: {}, d: {}}", "teams 4 (at most 3)"),
        (
            "teams: {a: {}, b: {}, c: {}, d: {}}\nproducts: {a: {line: x}, b: {line: y}, c: {line: z}}",
            "lines 3 (at most 2), teams 4 (at most 3)",
        ),
    ],
)
def test_an_outgrown_stage_is_told_once_with_its_signals(described: str, signals: str, tmp_path: Path) -> None:
    """Neither the number of people nor the age of the structure is among them, unless both are."""
    for org, more in (
        ("{stage: startup}", ""),
        ("{stage: startup, headcount: 900}", ""),
        ("{stage: startup, headcount: 900, structure_changed: 2026-12-30}", ""),
        ("{stage: startup, headcount: 9, structure_changed: 2020-01-01}", ""),
        (
            "{stage: startup, headcount: 900, structure_changed: 2024-01-16}",
            ", headcount 900 (at most 40), days since regrouping 1095 (at most 365)",
        ),
    ):
        file = tmp_path / "org.yaml"
        file.write_text(f"org: {org}\n{described}", encoding="utf-8")
        told = [f for f in pipeline.audit(file, today=TODAY).findings if f.rule == "stage-looks-wrong"]
        assert [(str(f.level), f.message.partition("more than one: ")[2]) for f in told] == [("info", signals + more)]


AT_EACH_STAGE = {
    "concept-untested": "info info info",
    "craft-in-two-functions": "off info info",
    "department-apart": "off info info",
    "development-is-coding-only": "info info info",
    "feedback-loop-open": "info info warning",
    "hardware-duty-unowned": "warning error error",
    "hardware-handoffs-missing": "info warning warning",
    "hardware-without-gates": "info warning warning",
    "launch-one-sided": "info warning warning",
    "no-way-to-leadership": "off info info",
    "opportunities-with-development": "off info info",
    "pm-gone-after-handoff": "warning warning warning",
    "pm-meets-no-customers": "info warning warning",
    "research-one-off": "info warning warning",
    "research-scope-narrow": "off info warning",
    "retirement-unowned": "info warning warning",
    "skills-missing-for-seat": "off info info",
    "skills-of-another-function": "info info info",
    "team-skill-gap": "off info info",
    "team-without-product": "info info info",
    "technical-docs-missing": "off info warning",
    "test-levels-open": "off info warning",
    "too-much-process": "warning info off",
    "worked-on-unowned": "info info info",
}
"""How loud a rule is at startup, scaleup and enterprise about one and the same fault."""


@pytest.mark.parametrize("name", AT_EACH_STAGE)
def test_the_same_fault_at_each_stage(name: str, tmp_path: Path) -> None:
    file = tmp_path / "org.yaml"
    file.write_text(rules.load().rules[name].examples[0].bad, encoding="utf-8")
    for stage, level in zip(rules.STAGES, AT_EACH_STAGE[name].split(), strict=True):
        found = pipeline.audit(file, today=TODAY, stage=stage).findings
        assert {str(f.level) for f in found if f.rule == name} == {level} - {"off"}, stage

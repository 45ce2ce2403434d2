"""Rules keep still where a reader would shrug: cases that are near to a fault and are none."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from roleaudit import pipeline, rules

TODAY = datetime.date(2027, 1, 15)

BOSS = "ceo: {reports_to: none}, cto: {reports_to: ceo}, head-of-product: {reports_to: ceo}"
ENGINEERS = "org: {stage: scaleup}\nroles: {engineer: {}}\n"
QUIET: dict[str, tuple[str, str]] = {
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
        people: {p1: {roles: head-of-sales, skills: negotiation}}
        teams: {sales-team: {members: p1}}
        """,
    ),
    "a department that holds several teams, each with its skills": (
        "team-skill-gap",
        """
        org: {stage: scaleup}
        people:
          p1: {roles: engineer, skills: [python, ux, testing, integration]}
          p2: {roles: engineer, skills: python}
        teams: {all: {members: p2}, checkout: {members: p1, parent: all}}
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


def speaking(text: str, folder: Path) -> set[str]:
    file = folder / "org.yaml"
    file.write_text(text, encoding="utf-8")
    result = pipeline.audit(file, today=TODAY)
    assert not result.invalid, [finding.message for finding in result.findings]
    return {finding.rule for finding in result.findings}


@pytest.mark.parametrize("case", QUIET)
def test_what_is_near_to_a_fault_and_is_none(case: str, tmp_path: Path) -> None:
    rule, text = QUIET[case]
    many = [f"m{number}" for number in range(20)]
    text = text.replace("MANY", ", ".join(many))
    text = text.replace("PEOPLE", ", ".join(f"{id}: {{roles: engineer}}" for id in many))
    assert rule not in speaking(text, tmp_path)


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

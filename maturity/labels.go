package maturity

// labels are the words of the renderings in one language. What the model itself has
// to say stands in its Spec.
type labels struct {
	next, way, decide, findings, proof string // headings

	today, proved, possible, target, milestone, idealLine string // of places
	step, stage, together, holds, gap, people             string // of tables

	above, below, onLine string // above and below with a number and its unit
	unit, units          string
	missing, tooMuch     string // with the number of cells
	to                   string // between two stages

	toMilestone, arrived                 string // of the next steps; the first with the milestone
	askFirst, askOtherwise               string // why there are none
	owner, effort, lifts, after, showsIn string // of a recommendation
	noAnswer, optional                   string
	rule, privacy                        string // the rule with its two numbers
	atLeast, atMost, days                string // of a threshold
	cases, interval, since, until        string // of a measure; with its numbers, and with a day

	measures, indicator, measured, certainty, window string // heading and columns of the measures
	evidence, few, ignored                           string // how to read them; the second with the number of cases
	answersSay, measuresSay, result                  string // before a stage
	butRefuted, andRefuted, asAsked                  string // of a statement or a stage, with what the answers say
	notBelowIt                                       string // of a stage
	notBelow, notAbove                               string // of a measure, with a threshold
	notClearlyBelow, notClearlyAbove                 string // of a share
	ofDays                                           string // the case that these take

	states   map[State]string
	voices   map[Voice]string
	verdicts map[Verdict]string
	efforts  map[Effort]string

	storyLabels
	pageLabels
}

// wordsIn returns the labels of a language.
func wordsIn(l Lang) labels {
	if l == De {
		return german()
	}
	return english()
}

func english() labels {
	return labels{
		next: "Next steps", way: "The way to the target", decide: "Questions that decide", findings: "Findings", proof: "Proof",

		today: "today", proved: "proved", possible: "possible today", target: "target", milestone: "next milestones", idealLine: "ideal line",
		step: "Milestone", stage: "Stage", together: "Together", holds: "Holds", gap: "Stages missing to the target", people: "People asked",

		above: "%d %s above the ideal line", below: "%d %s below the ideal line", onLine: "On the ideal line",
		unit: "stage", units: "stages",
		missing: "Answers are missing: %d cells are possible", tooMuch: "Too much was declared not applicable: %d cells are possible",
		to: "to",

		toMilestone: "To reach %s, in this order:", arrived: "The target is reached.",
		askFirst: "There is nothing to recommend before the open questions are answered.", askOtherwise: "There is nothing to recommend, for too much was declared not applicable.",
		owner: "Who", effort: "Effort", lifts: "So that this holds", after: "After step", showsIn: "Success shows in",
		noAnswer: "no answer from", optional: "optional",
		rule:    "A statement holds if the departments rate it at %s or more on average, on a scale from 1 to 5, and none of them below %s. A stage is reached if all statements of it and of the stages below hold, optional ones apart.",
		privacy: "Where fewer than three people of a department answer, no figure is shown; whether the statement holds and which side rates it higher narrow down what they said. Where all people of a department gave the same answer at one end of the scale, their mean gives it away; and two reports on nearly the same people can give away what one person answered who alone joined or left in between, began or stopped rating a statement, or changed a rating.",
		atLeast: "at least", atMost: "at most", days: "days",
		cases: "%d of %d", interval: "95 %% interval %s to %s", since: "since %s", until: "until %s",

		measures: "Measures", indicator: "Indicator", measured: "Measured", certainty: "95 % interval", window: "When",
		evidence:   "A measure keeps a stage from being reached if it refutes its threshold: a share only if it misses it clearly, with its whole interval. Shares of the lifecycle itself are full counts and have none. Measures take away from what the answers say and add nothing to it. No stage depends on a threshold in parentheses: it is a goal. The thresholds are set by judgement.",
		few:        "Other shares of fewer than %d cases are left undecided.",
		ignored:    "Here the measures change nothing: the answers alone decide.",
		answersSay: "By the answers", measuresSay: "By the measures", result: "Result",
		butRefuted: "by the answers %s, but refuted by a measure", andRefuted: "by the answers %s, and refuted by a measure", asAsked: "by the answers %s",
		notBelowIt: "its own statements hold, but a stage below is not proved",
		notBelow:   "no longer below %s", notAbove: "no longer above %s", notClearlyBelow: "no longer clearly below %s", notClearlyAbove: "no longer clearly above %s", ofDays: "days",

		verdicts: map[Verdict]string{Supported: "reached", Refuted: "refuted", Inconclusive: "undecided", Unmeasured: "not measured"},
		states:   map[State]string{Held: "yes", NotHeld: "no", Open: "undecided", SetAside: "not applicable"},
		voices:   map[Voice]string{Withheld: "not shown", Silent: "no answer", NotConcerned: "not applicable"},
		efforts:  map[Effort]string{EffortDays: "days", EffortWeeks: "weeks", EffortQuarters: "quarters"},

		storyLabels: englishStory(), pageLabels: englishPage(),
	}
}

func german() labels {
	return labels{
		next: "Nächste Schritte", way: "Der Weg zum Ziel", decide: "Fragen, die entscheiden", findings: "Befunde", proof: "Nachweis",

		today: "heute", proved: "gesichert", possible: "heute möglich", target: "Ziel", milestone: "nächste Etappen", idealLine: "Ideallinie",
		step: "Etappe", stage: "Stufe", together: "Zusammen", holds: "Trifft zu", gap: "Fehlende Stufen bis zum Ziel", people: "Befragte Personen",

		above: "%d %s über der Ideallinie", below: "%d %s unter der Ideallinie", onLine: "Auf der Ideallinie",
		unit: "Stufe", units: "Stufen",
		missing: "Es fehlen Antworten: %d Felder sind möglich", tooMuch: "Zu vieles wurde für nicht anwendbar erklärt: %d Felder sind möglich",
		to: "bis",

		toMilestone: "Um %s zu erreichen, in dieser Reihenfolge:", arrived: "Das Ziel ist erreicht.",
		askFirst: "Solange die offenen Fragen nicht beantwortet sind, lässt sich nichts empfehlen.", askOtherwise: "Es lässt sich nichts empfehlen, denn zu vieles wurde für nicht anwendbar erklärt.",
		owner: "Wer", effort: "Aufwand", lifts: "Damit zutrifft", after: "Nach Schritt", showsIn: "Erfolg zeigt sich an",
		noAnswer: "keine Antwort von", optional: "optional",
		rule:    "Eine Aussage trifft zu, wenn die Abteilungen sie auf einer Skala von 1 bis 5 im Mittel mit mindestens %s bewerten und keine von ihnen unter %s. Eine Stufe ist erreicht, wenn alle ihre Aussagen und die der Stufen darunter zutreffen, optionale ausgenommen.",
		privacy: "Wo weniger als drei Personen einer Abteilung antworten, wird keine Zahl gezeigt; ob die Aussage zutrifft und welche Seite sie höher bewertet, grenzt ihre Antworten ein. Haben alle Personen einer Abteilung dieselbe Antwort am Rand der Skala gegeben, verrät ihr Mittelwert sie; und zwei Berichte über fast dieselben Personen können verraten, was eine Person geantwortet hat, wenn sie dazwischen als einzige hinzugekommen oder ausgeschieden ist, eine Aussage neu oder nicht mehr bewertet oder ihre Bewertung geändert hat.",
		atLeast: "mindestens", atMost: "höchstens", days: "Tage",
		cases: "%d von %d", interval: "95-%%-Intervall %s bis %s", since: "seit %s", until: "bis %s",

		measures: "Messwerte", indicator: "Kennzahl", measured: "Gemessen", certainty: "95-%-Intervall", window: "Zeitraum",
		evidence:   "Ein Messwert verhindert, dass eine Stufe erreicht ist, wenn er ihre Schwelle widerlegt: ein Anteil nur, wenn er sie eindeutig verfehlt, mit seinem ganzen Intervall. Anteile am Lebenszyklus selbst sind vollständig gezählt und haben keines. Messwerte nehmen von dem weg, was die Antworten sagen, und fügen nichts hinzu. Von einer Schwelle in Klammern hängt keine Stufe ab: Sie ist ein Ziel. Die Schwellen sind nach Ermessen gesetzt.",
		few:        "Andere Anteile an weniger als %d Fällen bleiben unentschieden.",
		ignored:    "Hier ändern die Messwerte nichts: Die Antworten allein entscheiden.",
		answersSay: "Nach den Antworten", measuresSay: "Nach den Messwerten", result: "Ergebnis",
		butRefuted: "nach den Antworten %s, aber durch Messung widerlegt", andRefuted: "nach den Antworten %s und durch Messung widerlegt", asAsked: "nach den Antworten %s",
		notBelowIt: "ihre eigenen Aussagen treffen zu, aber eine Stufe darunter ist nicht gesichert",
		notBelow:   "nicht mehr unter %s", notAbove: "nicht mehr über %s", notClearlyBelow: "nicht mehr eindeutig unter %s", notClearlyAbove: "nicht mehr eindeutig über %s", ofDays: "Tagen",

		verdicts: map[Verdict]string{Supported: "erreicht", Refuted: "widerlegt", Inconclusive: "unentschieden", Unmeasured: "nicht gemessen"},
		states:   map[State]string{Held: "ja", NotHeld: "nein", Open: "unentschieden", SetAside: "nicht anwendbar"},
		voices:   map[Voice]string{Withheld: "nicht gezeigt", Silent: "keine Antwort", NotConcerned: "nicht anwendbar"},
		efforts:  map[Effort]string{EffortDays: "Tage", EffortWeeks: "Wochen", EffortQuarters: "Quartale"},

		storyLabels: germanStory(), pageLabels: germanPage(),
	}
}

package main

import "github.com/leadline-go/leadline/maturity"

// words are those of the text in one language. What the model has to say stands in its
// Spec.
type words struct {
	result, asked, measured, index, target, gap string // rows of the table

	onLine, above, below, aboveOne, belowOne string // with the number of stages
	open                                     string // with the number of cells
	to, today, proved                        string
	way, next, arrived, askFirst             string // next with the milestone
	who, effort, after, missing              string
	noMiss, noLonger                         string // of a measure; the first with its goal
	decide, stage, noAnswer                  string
	findings, ignored                        string
	earlier, since, assumed, effect          string // since with a date, assumed before a list
	none, better, worse                      string
	same, everybody                          string
	refuted                                  string
	hbr, hbrOf, people                       string
	higher, points                           string // of one department than of another; with a number
	noFigure                                 string
	days, of                                 string

	efforts map[maturity.Effort]string
	states  map[maturity.State]string
	classes map[maturity.HBRClass]string
}

func wordsIn(l maturity.Lang) words {
	if l == maturity.De {
		return german()
	}
	return english()
}

func english() words {
	return words{
		result: "Result", asked: "By the answers", measured: "By the measures", index: "Index", target: "Target", gap: "Stages missing",
		onLine: "On the ideal line", above: "%d stages above the ideal line", below: "%d stages below the ideal line",
		aboveOne: "1 stage above the ideal line", belowOne: "1 stage below the ideal line",
		open: "Answers are missing: %d cells are possible",
		to:   "to", today: "today", proved: "proved",
		way: "THE WAY TO THE TARGET", next: "NEXT STEPS to %s, in this order", arrived: "The target is reached.",
		askFirst: "There is nothing to recommend before the open questions are answered.",
		who:      "Who", effort: "Effort", after: "After step", missing: "MISSING FOR STAGE %s",
		noMiss: "must no longer clearly miss the mark (%s).", noLonger: "must no longer clearly miss the mark.",
		decide: "QUESTIONS THAT DECIDE", stage: "Stage", noAnswer: "no answer from",
		findings: "FINDINGS", ignored: "The measures change nothing here: the answers alone decide.",
		earlier: "EARLIER", since: "SINCE %s", assumed: "ASSUMED, not found: what would be with this", effect: "WHAT THAT CHANGES",
		none: "Nothing has changed.", better: "better", worse: "worse",
		same: "It changes nothing.", everybody: "everybody answers",
		refuted: "refuted by a measure",
		hbr:     "SHEETS OF KOTLER, RACKHAM AND KRISHNASWAMY", hbrOf: "%s of 100", people: "People asked",
		higher: "Rated higher by %s than by %s", points: "%s points",
		noFigure: "no figure, for fewer than three people of a department answered",
		days:     "days", of: "%d of %d",

		efforts: map[maturity.Effort]string{maturity.EffortDays: "days", maturity.EffortWeeks: "weeks", maturity.EffortQuarters: "quarters"},
		states:  map[maturity.State]string{maturity.Held: "holds", maturity.NotHeld: "does not hold", maturity.Open: "open", maturity.SetAside: "not applicable"},
		classes: map[maturity.HBRClass]string{maturity.HBRUndefined: "undefined", maturity.HBRDefined: "defined", maturity.HBRAligned: "aligned", maturity.HBRIntegrated: "integrated"},
	}
}

func german() words {
	return words{
		result: "Ergebnis", asked: "Nach den Antworten", measured: "Nach den Messwerten", index: "Index", target: "Ziel", gap: "Fehlende Stufen",
		onLine: "Auf der Ideallinie", above: "%d Stufen über der Ideallinie", below: "%d Stufen unter der Ideallinie",
		aboveOne: "1 Stufe über der Ideallinie", belowOne: "1 Stufe unter der Ideallinie",
		open: "Es fehlen Antworten: %d Felder sind möglich",
		to:   "bis", today: "heute", proved: "gesichert",
		way: "DER WEG ZUM ZIEL", next: "NÄCHSTE SCHRITTE zu %s, in dieser Reihenfolge", arrived: "Das Ziel ist erreicht.",
		askFirst: "Solange die offenen Fragen nicht beantwortet sind, lässt sich nichts empfehlen.",
		who:      "Wer", effort: "Aufwand", after: "Nach Schritt", missing: "WAS ZU STUFE %s FEHLT",
		noMiss: "Die Vorgabe (%s) darf nicht mehr eindeutig verfehlt werden.", noLonger: "Die Vorgabe darf nicht mehr eindeutig verfehlt werden.",
		decide: "FRAGEN, DIE ENTSCHEIDEN", stage: "Stufe", noAnswer: "keine Antwort von",
		findings: "BEFUNDE", ignored: "Die Messwerte ändern hier nichts: Die Antworten allein entscheiden.",
		earlier: "FRÜHER", since: "SEIT DEM %s", assumed: "ANGENOMMEN, nicht festgestellt: So stünde es damit", effect: "WAS SICH DADURCH ÄNDERT",
		none: "Nichts hat sich geändert.", better: "besser", worse: "schlechter",
		same: "Dadurch ändert sich nichts.", everybody: "alle antworten",
		refuted: "durch Messung widerlegt",
		hbr:     "BÖGEN NACH KOTLER, RACKHAM UND KRISHNASWAMY", hbrOf: "%s von 100", people: "Befragte Personen",
		higher: "Höher bewertet von %s als von %s", points: "%s Punkte",
		noFigure: "keine Zahl, denn aus einer Abteilung haben weniger als drei Personen geantwortet",
		days:     "Tage", of: "%d von %d",

		efforts: map[maturity.Effort]string{maturity.EffortDays: "Tage", maturity.EffortWeeks: "Wochen", maturity.EffortQuarters: "Quartale"},
		states:  map[maturity.State]string{maturity.Held: "trifft zu", maturity.NotHeld: "trifft nicht zu", maturity.Open: "offen", maturity.SetAside: "nicht anwendbar"},
		classes: map[maturity.HBRClass]string{maturity.HBRUndefined: "undefiniert", maturity.HBRDefined: "definiert", maturity.HBRAligned: "abgestimmt", maturity.HBRIntegrated: "integriert"},
	}
}

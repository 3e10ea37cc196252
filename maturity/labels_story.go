package maturity

// storyLabels are the words for what was before, what has changed, what would be, and
// what is the least to do.
type storyLabels struct {
	asOf string // with a day

	assumption, assumed, without, with string // what would be
	whatIf, assumedAnswer              string // the second with what everybody answers
	isAssumed                          string // of a figure

	then, thenOpen, older, byMeasures string // in the legend

	sinceThen, before, now, side, index             string // headings; the first with a day
	changedStatements, changedMeasures, noChange    string
	movement, better, worse, unclear, same          string // of a measure
	early                                           string // heading of early warnings
	history, date, remark, again, leftOut, toldThen string // of earlier assessments; leftOut with what, toldThen with a model and a result

	least, mustHold, mustShow, cannotTell string // the first with an axis and a stage

	hbr, hbrAbout, department, points, sheets string // of the instrument
}

func englishStory() storyLabels {
	return storyLabels{
		asOf: "As of %s",

		assumption: "This is what would be, not what is: something is assumed.", assumed: "assumed", without: "Without the assumptions", with: "With the assumptions",
		whatIf: "What if", assumedAnswer: "everybody answers %d",
		isAssumed: "assumed",

		then: "earlier assessment", thenOpen: "earlier, several cells possible: the proved one", older: "older ones", byMeasures: "by the measures alone",

		sinceThen: "Since the assessment of %s", before: "Before", now: "Now", side: "Side", index: "Index",
		changedStatements: "Statements that stand otherwise", changedMeasures: "Measures that moved", noChange: "Nothing has changed.",
		movement: "Change", better: "better", worse: "worse", unclear: "not clear", same: "unchanged",
		early:   "Early warnings",
		history: "Earlier assessments", date: "Date", remark: "Remark", again: "evaluated anew under this model", leftOut: "left out: %s", toldThen: "told then, under %s: %s",

		least: "%s: the least that must change for stage %s:", mustHold: "Must come to hold", mustShow: "Measures must show", cannotTell: "%s: what is missing cannot be told, for too much was declared not applicable.",

		hbr: "Instrument of Kotler, Rackham and Krishnaswamy", hbrAbout: "What people think of the relationship, in points from 20 to 100. It stands beside the stage and changes nothing about it.",
		department: "Department", points: "Points", sheets: "People",
	}
}

func germanStory() storyLabels {
	return storyLabels{
		asOf: "Stand: %s",

		assumption: "Dies zeigt, was wäre, nicht was ist: Es beruht auf Annahmen.", assumed: "angenommen", without: "Ohne die Annahmen", with: "Mit den Annahmen",
		whatIf: "Was wäre, wenn", assumedAnswer: "alle antworten mit %d",
		isAssumed: "angenommen",

		then: "frühere Bewertung", thenOpen: "früher, mehrere Felder möglich: das gesicherte", older: "ältere", byMeasures: "nach den Messwerten allein",

		sinceThen: "Seit der Bewertung vom %s", before: "Vorher", now: "Jetzt", side: "Seite", index: "Index",
		changedStatements: "Aussagen, die anders stehen", changedMeasures: "Messwerte, die sich bewegt haben", noChange: "Es hat sich nichts geändert.",
		movement: "Veränderung", better: "besser", worse: "schlechter", unclear: "nicht eindeutig", same: "unverändert",
		early:   "Frühwarnungen",
		history: "Frühere Bewertungen", date: "Datum", remark: "Anmerkung", again: "nach diesem Modell neu ausgewertet", leftOut: "ausgelassen: %s", toldThen: "damals gemeldet, nach %s: %s",

		least: "%s: was sich für Stufe %s mindestens ändern muss:", mustHold: "Muss zutreffen", mustShow: "Messwerte müssen zeigen", cannotTell: "%s: Was fehlt, lässt sich nicht sagen, denn zu vieles wurde für nicht anwendbar erklärt.",

		hbr: "Fragebogen von Kotler, Rackham und Krishnaswamy", hbrAbout: "Was die Beteiligten von der Beziehung halten, in Punkten von 20 bis 100. Das steht neben der Stufe und ändert nichts an ihr.",
		department: "Abteilung", points: "Punkte", sheets: "Personen",
	}
}

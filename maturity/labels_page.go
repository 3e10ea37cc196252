package maturity

// pageLabels are the words of the page and of its pictures.
type pageLabels struct {
	contents, further, eachMeans                     string // the second with how many more questions, the third of cells
	gaps, gapsAbout, gapsTitle, othersBetween        string // of the perception gaps; the title with an axis
	others                                           string // the other findings
	areas, areasAbout, noMeasures, areasTitle        string // of the areas
	asked, unaskedStage                              string
	areaAsked, areaMeasured                          string // with two numbers each
	areaDenied, areaUndecided, areaUnmeasured        string // with one
	good, bad, denied, open, none                    string // of what is told and of what is measured
	statement, needed                                string // of the proof; needed with a number
	regions, reading, unvalidated, model, indexMeans string
	milestones, first                                string // the first steps, with the number of all
}

func englishPage() pageLabels {
	return pageLabels{
		contents: "Contents", further: "… and %d more", eachMeans: "What each of them would mean",
		gaps: "Where opinions differ", gapsAbout: "Statements that two departments rate differently, on the scale from 1 to 5.",
		gapsTitle: "Where opinions differ: %s", othersBetween: "The two large marks are furthest apart; those of further departments are smaller.",
		others: "Other findings",
		areas:  "Asked and measured, area by area", areasAbout: "For each area, how many of the statements that a stage needs hold by the answers and are not refuted, and what measures say about the thresholds of these statements. A threshold that counts for statements of several areas stands in each of them.",
		noMeasures: "Nothing was measured.", areasTitle: "Areas: %s",
		asked: "Asked", unaskedStage: "–",
		areaAsked: "%d of %d statements hold", areaMeasured: "%d of %d thresholds reached", areaDenied: "refuted: %d", areaUndecided: "undecided: %d", areaUnmeasured: "not measured: %d",
		good: "holds, reached", bad: "does not hold, refuted", denied: "holds by the answers, but is refuted by a measure", open: "undecided", none: "not applicable, not measured",
		statement: "Statement", needed: "needed: %s",
		regions: "What the regions mean", reading: "How to read this", unvalidated: "The thresholds of the statements and of the measures are set by judgement. No study has validated them, and they are no benchmarks.",
		model: "Model", indexMeans: "The index is the stage that is proved plus the share of the next stage's statements that hold and that no measure refutes, optional ones included: from 1 to 4.", milestones: "Milestones", first: "The first %d of %d steps",
	}
}

func germanPage() pageLabels {
	return pageLabels{
		contents: "Inhalt", further: "… und %d weitere", eachMeans: "Was jedes davon bedeuten würde",
		gaps: "Wo die Meinungen auseinandergehen", gapsAbout: "Aussagen, die zwei Abteilungen verschieden bewerten, auf der Skala von 1 bis 5.",
		gapsTitle: "Wo die Meinungen auseinandergehen: %s", othersBetween: "Die beiden großen Zeichen liegen am weitesten auseinander; die weiterer Abteilungen sind kleiner.",
		others: "Weitere Befunde",
		areas:  "Gefragt und gemessen, Bereich für Bereich", areasAbout: "Für jeden Bereich: wie viele der Aussagen, die eine Stufe braucht, nach den Antworten zutreffen und nicht widerlegt sind, und was die Messwerte zu den Schwellen dieser Aussagen sagen. Eine Schwelle, die für Aussagen mehrerer Bereiche zählt, steht in jedem von ihnen.",
		noMeasures: "Es wurde nichts gemessen.", areasTitle: "Bereiche: %s",
		asked: "Gefragt", unaskedStage: "–",
		areaAsked: "%d von %d Aussagen treffen zu", areaMeasured: "%d von %d Schwellen erreicht", areaDenied: "widerlegt: %d", areaUndecided: "unentschieden: %d", areaUnmeasured: "nicht gemessen: %d",
		good: "trifft zu, erreicht", bad: "trifft nicht zu, widerlegt", denied: "trifft nach den Antworten zu, aber durch Messung widerlegt", open: "unentschieden", none: "nicht anwendbar, nicht gemessen",
		statement: "Aussage", needed: "nötig: %s",
		regions: "Was die Felder bedeuten", reading: "So ist das zu lesen", unvalidated: "Die Schwellen der Aussagen und der Messwerte sind nach Ermessen gesetzt. Keine Studie hat sie geprüft, und sie sind keine Vergleichswerte.",
		model: "Modell", indexMeans: "Der Index ist die gesicherte Stufe plus der Anteil der Aussagen der nächsten Stufe, die zutreffen und die kein Messwert widerlegt, einschließlich der optionalen: von 1 bis 4.", milestones: "Etappen", first: "Die ersten %d von %d Schritten",
	}
}

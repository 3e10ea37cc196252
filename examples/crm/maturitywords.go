package main

import "github.com/leadline-go/leadline/maturity"

// maturityWords are the texts of the page that are not the model's.
type maturityWords struct {
	Standing, Several, Next, NoNext, Owner, Effort, Findings, NoFindings         string
	Measured, MeasuredNote, Indicator, Figure, Goals, People, PeopleNote         string
	Areas, Open, Answer, Full, Stage, AtLeast, AtMost, Yes, No, Unsure, Language string
	Efforts                                                                      map[maturity.Effort]string
	point                                                                        string // of decimals
	of, days                                                                     string
}

func maturityWordsIn(l maturity.Lang) maturityWords {
	if l == maturity.De {
		return maturityWords{
			Standing: "Wo wir stehen", Several: "Die Antworten lassen noch mehrere Felder der Matrix offen.",
			Next: "Die nächsten Schritte", NoNext: "Das Ziel ist erreicht.", Owner: "Zuständig", Effort: "Aufwand",
			Areas:    "Wie weit die einzelnen Bereiche sind",
			Findings: "Was auffällt", NoFindings: "Nichts.",
			Measured:     "Was der Alltag zeigt",
			MeasuredNote: "Gemessen an der Historie und am Lebenszyklus dieses CRM. Messwerte können nur widerlegen, was gesagt wird; eine Stufe heben sie nicht.",
			Indicator:    "Kennzahl", Figure: "Gemessen", Goals: "Schwellenwerte je Stufe", People: "Wer geantwortet hat",
			PeopleNote: "Wo nur ein oder zwei Personen für eine Abteilung sprechen, zeigt der Bericht keine Mittelwerte. Anonym ist er trotzdem nicht für jemanden, der allein antwortet oder zwischen zwei Berichten als Einziger anders.",
			Open:       "Fragen, deren Antworten das Ergebnis eingrenzen würden:", Answer: "Zum Fragebogen", Full: "Der ganze Bericht",
			Stage: "Stufe", AtLeast: "mindestens", AtMost: "höchstens", Yes: "erreicht", No: "nicht erreicht", Unsure: "nicht sicher", Language: "Sprache",
			Efforts: map[maturity.Effort]string{maturity.EffortDays: "Tage", maturity.EffortWeeks: "Wochen", maturity.EffortQuarters: "Quartale"},
			point:   ",", of: "von", days: "Tage",
		}
	}
	return maturityWords{
		Standing: "Where we stand", Several: "The answers leave several cells of the matrix open.",
		Next: "What to do next", NoNext: "The target is reached.", Owner: "Responsible", Effort: "Effort",
		Areas:    "How far each area is",
		Findings: "What stands out", NoFindings: "Nothing.",
		Measured:     "What daily business shows",
		MeasuredNote: "Measured from this CRM's own history and lifecycle. Measures can only refute what people say; they raise no stage.",
		Indicator:    "Indicator", Figure: "Measured", Goals: "Thresholds by stage", People: "Who has answered",
		PeopleNote: "Where one or two people speak for a department, the report shows no means. It is not anonymous for somebody who answers alone, or who alone answers otherwise between two reports.",
		Open:       "Questions whose answers would narrow the result down:", Answer: "To the questionnaire", Full: "The whole report",
		Stage: "stage", AtLeast: "at least", AtMost: "at most", Yes: "reached", No: "not reached", Unsure: "not certain", Language: "Language",
		Efforts: map[maturity.Effort]string{maturity.EffortDays: "days", maturity.EffortWeeks: "weeks", maturity.EffortQuarters: "quarters"},
		point:   ".", of: "of", days: "days",
	}
}

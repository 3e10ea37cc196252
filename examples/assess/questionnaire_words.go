package main

import "github.com/leadline-go/leadline/maturity"

// sheetWords are those of the questionnaire that are not the model's.
type sheetWords struct {
	Questionnaire, How, Privacy string
	Department, Word, WordHint  string
	Only                        string // with the names of departments
	Reason, Footer              string
}

func sheetWordsIn(l maturity.Lang) sheetWords {
	if l == maturity.De {
		return sheetWords{
			Questionnaire: "Fragebogen",
			How:           "Bitte bewerten Sie jede Aussage so, wie es heute ist, nicht wie es sein sollte. Wenn Sie etwas nicht beurteilen können, geben Sie das bitte an: Eine geratene Antwort verfälscht das Ergebnis.",
			Privacy:       "Diese Seite sendet und speichert nichts. Füllen Sie sie aus und drucken Sie sie, oder drucken Sie sie leer und füllen Sie sie von Hand aus.",
			Department:    "Abteilung", Word: "Codewort", WordHint: "ein Wort, das nur Sie kennen, kein Name",
			Only:   "Nur für: %s",
			Reason: "Grund", Footer: "Die Kürzel unter den Aussagen stehen auch in der Tabelle, in die die Antworten eingetragen werden.",
		}
	}
	return sheetWords{
		Questionnaire: "Questionnaire",
		How:           "Please rate each statement as things are today, not as they should be. If you cannot judge something, say so: a guess makes the result worse.",
		Privacy:       "This page sends and keeps nothing. Fill it in and print it, or print it empty and fill it in by hand.",
		Department:    "Department", Word: "Code word", WordHint: "a word that only you know, not a name",
		Only:   "Only for: %s",
		Reason: "Reason", Footer: "The short names below the statements are also in the table into which the answers are entered.",
	}
}

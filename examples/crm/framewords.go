package main

import (
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
)

// frameWords are the texts around a page.
type frameWords struct {
	Skip, Main, Board, Queue, Reports, Maturity, Questionnaire, Import string
	YouAre, Nobody, Switch, Foot                                       string

	sides map[lead.Side]string
}

func frameWordsIn(l maturity.Lang) frameWords {
	if l == maturity.De {
		return frameWords{
			Skip: "Zum Inhalt springen", Main: "Hauptnavigation",
			Board: "Board", Queue: "Übergabe", Reports: "Berichte", Maturity: "Reifegrad", Questionnaire: "Fragebogen", Import: "Import",
			YouAre: "Sie sind", Nobody: "noch niemand", Switch: "Wechseln", Foot: "Eine Demo von leadline. Alle Zeiten in UTC.",
			sides: map[lead.Side]string{lead.Marketing: "Marketing", lead.Sales: "Vertrieb", lead.LeadManagement: "Lead-Management"},
		}
	}
	return frameWords{
		Skip: "Skip to the content", Main: "Main",
		Board: "Board", Queue: "Hand-off", Reports: "Reports", Maturity: "Maturity", Questionnaire: "Questionnaire", Import: "Import",
		YouAre: "You are", Nobody: "nobody yet", Switch: "Switch", Foot: "A demo of leadline. Times are in UTC.",
	}
}

// Side is what people call a side.
func (w frameWords) Side(s lead.Side) string {
	if name, ok := w.sides[s]; ok {
		return name
	}
	return sideName(s)
}

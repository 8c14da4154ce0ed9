//! What to do when a fact is not known that a required field needs.

use super::super::rules::Phrase;
use crate::mechanism::Known;

/// More is known than the field takes.
pub(super) const TOO_MUCH: Phrase = Phrase {
    en: "More is known than one record takes: choose what it is about, and open a further record for the rest.",
    fr: "Plus d'éléments sont connus qu'un dossier n'en accepte : choisissez son objet, et ouvrez un autre dossier pour le reste.",
    de: "Es ist mehr bekannt, als ein Vorgang fasst: Wählen Sie aus, worum es geht, und legen Sie für den Rest einen weiteren an.",
};

pub(super) const fn mend(known: Known) -> Phrase {
    let (en, fr, de) = match known {
        Known::Summary => (
            "Write a summary of the incident.",
            "Rédigez un résumé de l'incident.",
            "Fassen Sie den Vorfall zusammen.",
        ),
        Known::ItemUrls | Known::MediaUrls | Known::AdUrls => (
            "Add the exact address of what it is about.",
            "Ajoutez l'adresse exacte de l'élément concerné.",
            "Ergänzen Sie die genaue Adresse dessen, worum es geht.",
        ),
        Known::ItemKind => (
            "Add what it is about: content, an account or a trend.",
            "Ajoutez l'objet : un contenu, un compte ou une tendance.",
            "Ergänzen Sie, worum es geht: Inhalt, Konto oder Trend.",
        ),
        Known::Claims => (
            "Write down the claim that can be checked, in one sentence.",
            "Notez l'affirmation vérifiable, en une phrase.",
            "Halten Sie die prüfbare Behauptung in einem Satz fest.",
        ),
        Known::Platform | Known::TermsPlatform => (
            "Name the platform, of every item.",
            "Indiquez la plateforme de chaque élément.",
            "Nennen Sie die Plattform jedes Gegenstands.",
        ),
        Known::TermsRule => (
            "Name the platform's own rule that is broken.",
            "Indiquez la règle de la plateforme qui est enfreinte.",
            "Nennen Sie die verletzte Regel der Plattform.",
        ),
        Known::IllegalLaw | Known::IllegalKind => (
            "Say which law is broken, and by what kind of content.",
            "Indiquez le texte enfreint et le type de contenu.",
            "Sagen Sie, welches Gesetz durch welche Art von Inhalt verletzt wird.",
        ),
        Known::Offence => (
            "Name the suspected offence and its law.",
            "Indiquez l'infraction présumée et le texte.",
            "Nennen Sie die vermutete Straftat und das Gesetz.",
        ),
        Known::Behaviours => (
            "Record the manipulation that was found, by technique.",
            "Enregistrez la manipulation constatée, par technique.",
            "Erfassen Sie die festgestellte Manipulation nach Technik.",
        ),
        Known::MemberStates => (
            "Add the member states concerned.",
            "Ajoutez les États membres concernés.",
            "Ergänzen Sie die betroffenen Mitgliedstaaten.",
        ),
        Known::Election => ("Link the election.", "Reliez l'élection.", "Verknüpfen Sie die Wahl."),
        Known::VotingFacts => (
            "Record the official voting facts.",
            "Enregistrez les informations officielles sur le scrutin.",
            "Erfassen Sie die amtlichen Angaben zur Wahl.",
        ),
        Known::Evidence => ("Add evidence.", "Ajoutez des preuves.", "Fügen Sie Belege hinzu."),
        Known::OpenEvidence => (
            "Add evidence from open sources.",
            "Ajoutez des preuves issues de sources ouvertes.",
            "Fügen Sie Belege aus offenen Quellen hinzu.",
        ),
        Known::PublishableEvidence => (
            "Add evidence that can be shown in public.",
            "Ajoutez des preuves pouvant être rendues publiques.",
            "Fügen Sie Belege hinzu, die öffentlich gezeigt werden dürfen.",
        ),
        Known::LitigableEvidence => (
            "Capture open evidence with hash and custody, so that it stands up in court.",
            "Capturez des preuves ouvertes avec empreinte et chaîne de conservation, recevables en justice.",
            "Sichern Sie offene Belege mit Hash und Beweismittelkette, damit sie vor Gericht bestehen.",
        ),
        Known::EnforcementEvidence => (
            "Add evidence that was not given for research.",
            "Ajoutez des preuves qui n'ont pas été fournies pour la recherche.",
            "Fügen Sie Belege hinzu, die nicht zu Forschungszwecken gegeben wurden.",
        ),
        Known::Sponsor => ("Find out who paid.", "Établissez qui a payé.", "Klären Sie, wer bezahlt hat."),
        Known::SponsorControl => (
            "Find out who ultimately owns or controls the sponsor.",
            "Établissez qui possède ou contrôle en dernier ressort le sponsor.",
            "Klären Sie, wem der Sponsor letztlich gehört oder wer ihn kontrolliert.",
        ),
        Known::CrisisDecision => (
            "Record the decision of the Commission.",
            "Enregistrez la décision de la Commission.",
            "Erfassen Sie den Beschluss der Kommission.",
        ),
        Known::IncidentProtocol => {
            ("Record the protocol.", "Enregistrez le protocole.", "Erfassen Sie das Protokoll.")
        }
        Known::AlertCriteria => (
            "Assess the criteria of an alert.",
            "Examinez les critères d'une alerte.",
            "Prüfen Sie die Kriterien einer Warnung.",
        ),
        Known::CyberEntity => (
            "Say whom the cyber incident hit.",
            "Indiquez qui est touché par l'incident.",
            "Sagen Sie, wen der Cybervorfall getroffen hat.",
        ),
        Known::CyberKind => (
            "Say what kind of cyber incident it is.",
            "Indiquez le type d'incident.",
            "Sagen Sie, welche Art von Cybervorfall es ist.",
        ),
        Known::AttributedActor => (
            "Name the actor, once it has been attributed by two people.",
            "Nommez l'acteur, une fois l'attribution faite par deux personnes.",
            "Nennen Sie den Akteur, sobald zwei Personen ihn zugeordnet haben.",
        ),
        Known::RequestingState => (
            "Record the state that asks.",
            "Enregistrez l'État demandeur.",
            "Erfassen Sie den ersuchenden Staat.",
        ),
        Known::ResearchPurpose => (
            "Say which systemic risk is studied.",
            "Indiquez le risque systémique étudié.",
            "Sagen Sie, welches systemische Risiko untersucht wird.",
        ),
        Known::ContactName | Known::ContactEmail => (
            "Record the name and e-mail address of the one who sends.",
            "Enregistrez le nom et le courriel de l'expéditeur.",
            "Erfassen Sie Name und E-Mail-Adresse der absendenden Stelle.",
        ),
    };
    Phrase { en, fr, de }
}

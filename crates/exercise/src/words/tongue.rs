//! The languages of an exercise: a few real words of each, and the syllables from which the rest is made.
//!
//! The problem: texts must look like language to tokenizers, near-duplicate detectors and people, in several
//! scripts, without copying anyone's corpus. The choice: real function words and civic vocabulary (which carry most
//! tokens of real text), and content words made from syllables of the script. Rejected: a language model (not
//! reproducible, heavy) and lorem ipsum (one script, no topics).

/// One language: all lists non-empty.
pub(crate) struct Tongue {
    /// ISO 639-1.
    pub code: &'static str,
    /// Most frequent words, most frequent first.
    pub function: &'static str,
    /// Words of elections and public affairs; they also make hashtags.
    pub civic: &'static str,
    /// Short answers that thousands of unrelated people give, `|`-separated.
    pub reactions: &'static str,
    /// Short posts that thousands of unrelated people write.
    pub greetings: &'static str,
    /// Requests to a newsroom to verify a claim.
    pub verify: &'static str,
    /// A petition's ready-made opening.
    pub signed: &'static str,
    /// Beginnings of syllables.
    pub onsets: &'static str,
    /// Vowels.
    pub vowels: &'static str,
    /// Endings of words.
    pub endings: &'static str,
}

/// All languages.
pub(crate) const TONGUES: [Tongue; 10] = [
    Tongue {
        code: "en",
        function: "the to and of a in is that for it on we they with are this not be was have but as you will at from by so now what all who there just about if more can no out up",
        civic: "election vote government parliament minister debate ballot campaign candidate party turnout court reform budget taxes energy schools hospital border economy wages corruption media citizens",
        reactions: "exactly|so true|this|no way|not true|well said|agree|shame|thank you|finally|wow|congratulations|love this|sad|good point",
        greetings: "good morning|good morning everyone|happy birthday|good night|have a nice weekend|happy friday|congratulations|thank you all",
        verify: "please verify this|can you check whether this is true|is this real? please fact-check|urgent: please check this story",
        signed: "I have just signed this petition, please sign too",
        onsets: "b br c cl d dr f fl g gr h l m n p pl pr r s st t tr v w sh th ch",
        vowels: "a e i o u ea ou ai",
        endings: "n t r s d ing er ed ion al y le ment",
    },
    Tongue {
        code: "de",
        function: "die der und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so eine auch als an nach wie im für man aber aus durch wenn nur war noch werden bei hat wir",
        civic: "wahl stimme regierung bundestag minister debatte stimmzettel wahlkampf kandidatin partei wahlbeteiligung gericht reform haushalt steuern energie schulen krankenhaus grenze wirtschaft löhne korruption medien bürger",
        reactions: "genau|so ist es|stimmt|niemals|stimmt nicht|gut gesagt|schade|danke|endlich|wow|glückwunsch|sehr schön|traurig|guter punkt",
        greetings: "guten morgen|guten morgen zusammen|alles gute zum geburtstag|gute nacht|schönes wochenende|herzlichen glückwunsch|danke euch allen",
        verify: "bitte prüfen sie das|stimmt das? bitte um faktencheck|können sie das überprüfen|dringend: bitte diese meldung prüfen",
        signed: "Ich habe diese Petition unterschrieben, bitte unterschreibt auch",
        onsets: "b br d dr f fl g gr h k kl l m n p pf r s sch st t tr v w z",
        vowels: "a e i o u au ei ä ö ü ie",
        endings: "en er ung heit lich t s n keit isch el",
    },
    Tongue {
        code: "ro",
        function: "și de a în la nu o să cu că pe un este mai care din se pentru sunt au ce ca dar lui prin ne fost am doar acest după când toate fi va îi le atât noi azi",
        civic: "alegeri vot guvern parlament ministru dezbatere buletin campanie candidat partid prezență curte reformă buget taxe energie școli spital frontieră economie salarii corupție presă cetățeni",
        reactions: "exact|așa e|de acord|nu cred|fals|bine spus|rușine|mulțumesc|în sfârșit|bravo|felicitări|foarte frumos|trist",
        greetings: "bună dimineața|bună dimineața tuturor|la mulți ani|noapte bună|weekend plăcut|felicitări|mulțumesc tuturor",
        verify: "vă rog verificați asta|este adevărat? verificați vă rog|puteți verifica această știre|urgent: verificați informația",
        signed: "Am semnat această petiție, semnați și voi",
        onsets: "b br c d dr f g gr h j l m n p pr r s sc ș t tr ț v z",
        vowels: "a e i o u ă â ea ie",
        endings: "ul a le re ii at ție or esc e ură",
    },
    Tongue {
        code: "lv",
        function: "un ir ar ka par no uz ne to kas arī ja bet tas pie tā kā vai pēc jau tikai mēs viņi lai būs bija ļoti šo vēl visi mums nav šodien tad līdz pret daudz kur",
        civic: "vēlēšanas balss valdība saeima ministrs debates biļetens kampaņa kandidāts partija aktivitāte tiesa reforma budžets nodokļi enerģija skolas slimnīca robeža ekonomika algas korupcija mediji pilsoņi",
        reactions: "tieši tā|piekrītu|nevar būt|nav taisnība|labi teikts|kauns|paldies|beidzot|apsveicu|skaisti|žēl",
        greetings: "labrīt|labrīt visiem|daudz laimes|ar labu nakti|jauku nedēļas nogali|apsveicu|paldies visiem",
        verify: "lūdzu pārbaudiet šo|vai tā ir taisnība? lūdzu pārbaudiet|vai varat pārbaudīt šo ziņu|steidzami: lūdzu pārbaudiet",
        signed: "Es parakstīju šo petīciju, parakstiet arī jūs",
        onsets: "b br d dz g gr j k kr l m n p r s st š t tr v z ž",
        vowels: "a e i u ā ē ī ū o ai ie",
        endings: "s a š is us ība ums iem ām ot ēt",
    },
    Tongue {
        code: "bg",
        function: "и да на се в не за е са от че с ще по това как ли но до ги си тя той аз ни ако само или тук вече много сме след защо всички беше няма има",
        civic: "избори глас правителство парламент министър дебат бюлетина кампания кандидат партия активност съд реформа бюджет данъци енергия училища болница граница икономика заплати корупция медии граждани",
        reactions: "точно така|вярно|съгласен съм|не е вярно|браво|срам|благодаря|най-после|честито|прекрасно|жалко",
        greetings: "добро утро|добро утро на всички|честит рожден ден|лека нощ|хубав уикенд|честито|благодаря на всички",
        verify: "моля проверете това|вярно ли е? моля проверете|можете ли да проверите новината|спешно: моля проверете",
        signed: "Подписах тази петиция, подпишете и вие",
        onsets: "б бр в г гр д др ж з к кр л м н п пр р с ст т тр ф х ц ч ш",
        vowels: "а е и о у ъ я ю",
        endings: "ът та ето ите ност ски на ане ция ов",
    },
    Tongue {
        code: "uk",
        function: "і в не на що з до та як у за це а але ми ви про від вже так його вони був або тільки якщо після дуже все хто для чи ще нас там коли цей буде",
        civic: "вибори голос уряд парламент міністр дебати бюлетень кампанія кандидат партія явка суд реформа бюджет податки енергія школи лікарня кордон економіка зарплати корупція медіа громадяни",
        reactions: "саме так|правда|згоден|неправда|гарно сказано|ганьба|дякую|нарешті|вітаю|чудово|сумно",
        greetings: "доброго ранку|доброго ранку всім|з днем народження|на добраніч|гарних вихідних|вітаю|дякую всім",
        verify: "будь ласка перевірте це|чи це правда? перевірте будь ласка|чи можете перевірити новину|терміново: перевірте це",
        signed: "Я підписав цю петицію, підпишіть і ви",
        onsets: "б бр в г гр д др ж з к кр л м н п пр р с ст т тр ф х ц ч ш",
        vowels: "а е и і о у я ї є",
        endings: "ий ти ння ість ка ів ами ого ська ове",
    },
    Tongue {
        code: "el",
        function: "και να το η της την του με ο που είναι για στην από θα δεν στο μας τα τις οι αυτό σε μια αλλά πως ένα όλα τους ότι τώρα μόνο έχει μετά όταν πολύ τι ήταν εδώ",
        civic: "εκλογές ψήφος κυβέρνηση βουλή υπουργός συζήτηση ψηφοδέλτιο εκστρατεία υποψήφιος κόμμα συμμετοχή δικαστήριο μεταρρύθμιση προϋπολογισμός φόροι ενέργεια σχολεία νοσοκομείο σύνορα οικονομία μισθοί διαφθορά μέσα πολίτες",
        reactions: "ακριβώς|συμφωνώ|αποκλείεται|ψέμα|σωστά|ντροπή|ευχαριστώ|επιτέλους|συγχαρητήρια|τέλεια|κρίμα",
        greetings: "καλημέρα|καλημέρα σε όλους|χρόνια πολλά|καληνύχτα|καλό σαββατοκύριακο|συγχαρητήρια|ευχαριστώ όλους",
        verify: "παρακαλώ ελέγξτε αυτό|είναι αλήθεια; παρακαλώ ελέγξτε|μπορείτε να ελέγξετε την είδηση|επείγον: ελέγξτε το",
        signed: "Υπέγραψα αυτό το ψήφισμα, υπογράψτε κι εσείς",
        onsets: "β γ δ ζ θ κ κρ λ μ ν π πρ ρ σ στ τ τρ φ χ ψ",
        vowels: "α ε η ι ο υ ω ου αι ει",
        endings: "ος η ο ς ση ία μα τικά ων εις",
    },
    Tongue {
        code: "ka",
        function: "და არის რომ ეს არ მე ის რა თუ კი როგორც მაგრამ უნდა ყველა ჩვენ იყო მხოლოდ ახლა ძალიან უკვე აქ მათ რატომ შემდეგ ან ვინ როცა დღეს აქვს კიდევ",
        civic: "არჩევნები ხმა მთავრობა პარლამენტი მინისტრი დებატები ბიულეტენი კამპანია კანდიდატი პარტია აქტივობა სასამართლო რეფორმა ბიუჯეტი გადასახადები ენერგია სკოლები საავადმყოფო საზღვარი ეკონომიკა ხელფასები კორუფცია მედია მოქალაქეები",
        reactions: "ზუსტად|მართალია|გეთანხმები|ტყუილია|ბრავო|სირცხვილი|მადლობა|როგორც იქნა|გილოცავ|მშვენიერია|სამწუხაროა",
        greetings: "დილა მშვიდობისა|დილა მშვიდობისა ყველას|გილოცავ დაბადების დღეს|ღამე მშვიდობისა|კარგ დღეს გისურვებთ|მადლობა ყველას",
        verify: "გთხოვთ გადაამოწმოთ|მართალია ეს? გთხოვთ გადაამოწმეთ|შეგიძლიათ შეამოწმოთ ეს ამბავი|სასწრაფოდ: გადაამოწმეთ",
        signed: "ხელი მოვაწერე ამ პეტიციას, თქვენც მოაწერეთ",
        onsets: "ბ გ დ ვ ზ თ კ ლ მ ნ პ რ ს ტ ფ ქ ღ შ ჩ ც ხ ჯ",
        vowels: "ა ე ი ო უ",
        endings: "ი ება ობა ური ელი ად ში ის ები",
    },
    Tongue {
        code: "hy",
        function: "և է որ ես չի մի այս իր են նա բայց մենք ինչ համար էր դա եթե բոլոր միայն հետո շատ այստեղ արդեն ով կամ ինչու երբ այսօր պետք նաև",
        civic: "ընտրություններ ձայն կառավարություն խորհրդարան նախարար բանավեճ քվեաթերթիկ քարոզարշավ թեկնածու կուսակցություն մասնակցություն դատարան բարեփոխում բյուջե հարկեր էներգիա դպրոցներ հիվանդանոց սահման տնտեսություն աշխատավարձ կոռուպցիա լրատվամիջոցներ քաղաքացիներ",
        reactions: "ճիշտ է|համաձայն եմ|սուտ է|ապրես|ամոթ|շնորհակալություն|վերջապես|շնորհավորում եմ|գեղեցիկ է|ափսոս",
        greetings: "բարի լույս|բարի լույս բոլորին|ծնունդդ շնորհավոր|բարի գիշեր|շնորհավորում եմ|շնորհակալություն բոլորին",
        verify: "խնդրում եմ ստուգեք սա|սա ճի՞շտ է, ստուգեք խնդրում եմ|կարո՞ղ եք ստուգել այս լուրը|շտապ. ստուգեք սա",
        signed: "Ես ստորագրեցի այս հանրագիրը, ստորագրեք և դուք",
        onsets: "բ գ դ զ թ լ խ կ հ մ ն շ չ պ ջ ռ ս վ տ ր ց փ ք",
        vowels: "ա ե ի ո ու է",
        endings: "ություն ը ն եր ական ում ել ան ներ",
    },
    Tongue {
        code: "ar",
        function: "في من على إلى أن هذا ما لا عن مع هو كان التي كل بعد قد لم أو إن هي بين نحن ذلك حتى إذا عند فقط اليوم الآن لقد هناك يوم جدا لكن",
        civic: "الانتخابات صوت الحكومة البرلمان الوزير المناظرة الاقتراع الحملة المرشح الحزب المشاركة المحكمة الإصلاح الميزانية الضرائب الطاقة المدارس المستشفى الحدود الاقتصاد الأجور الفساد الإعلام المواطنون",
        reactions: "بالضبط|صحيح|أتفق معك|غير صحيح|أحسنت|عيب|شكرا|أخيرا|مبروك|رائع|مؤسف",
        greetings: "صباح الخير|صباح الخير للجميع|كل عام وأنتم بخير|تصبحون على خير|جمعة مباركة|مبروك|شكرا لكم جميعا",
        verify: "يرجى التحقق من هذا|هل هذا صحيح؟ يرجى التحقق|هل يمكنكم التحقق من الخبر|عاجل: تحققوا من هذا",
        signed: "لقد وقعت على هذه العريضة، وقعوا أنتم أيضا",
        onsets: "ب ت ج ح خ د ر ز س ش ص ط ع ف ق ك ل م ن ه و",
        vowels: "ا و ي َ ِ",
        endings: "ة ات ين ون ي ان ية ها",
    },
];

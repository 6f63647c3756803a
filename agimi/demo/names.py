"""Invented names and words. Names are drawn apart from one another: no pair is anybody's."""

from agimi.demo.chance import Chance

GIRLS = (
    "Adela Ajla Albana Alda Aleksia Alketa Amarilda Anila Anisa Ardita Arjeta Armela Aurora Besa "
    "Blerina Brikena Dafina Denisa Diana Drita Dorina Edlira Egla Elida Eliona Elisa Elona Enkeleda "
    "Entela Era Erisa Ermira Esmeralda Fatjona Fiona Flutura Gerta Greta Gresa Ilda Irena Iris Jonida "
    "Juna Kejsi Klea Klodiana Kristina Laura Lediana Lindita Liridona Luljeta Majlinda Manjola "
    "Mimoza Mirela Nevila Olta Orjeta Rajmonda Rea Romina Rovena Rudina Sara Sidorela Silvana Suela "
    "Teuta Valbona Valentina Vera Vjosa Xhensila Yllka Zamira"
).split()
BOYS = (
    "Agron Albi Alban Aldo Altin Ander Arber Ardit Arjan Armand Artan Besart Besnik Blerim Dardan "
    "Denis Dritan Eduart Elidon Elvis Endri Enea Eraldo Erion Fatmir Florian Gent Gentian Genti Hektor "
    "Ilir Indrit Joni Kevin Klajdi Kledi Klodian Kreshnik Leart Ledion Liridon Lorik Luan Marsel Mateo "
    "Mergim Noel Orges Roan Renato Rinor Roland Sokol Taulant Uran Valon Vullnet Ylli Zef"
).split()
SURNAMES = (
    "Alushi Arapi Asllani Bajrami Balliu Bardhi Basha Begaj Beqiri Biba Bregu Bushi Cani Cela Cenaj "
    "Dauti Dedja Dervishi Dhima Doda Dragoti Duka Elezi Fejzo Ferhati Fshati Gega Gjata Gjini Gjoka "
    "Goga Guri Halili Haxhiu Hoti Hysa Idrizi Isufi Jahja Kaloshi Kapllani Karaj Kola Koçi Kodra Kraja "
    "Kurti Laçi Leka Lika Lleshi Lulo Malaj Marku Mema Merkaj Mici Muka Mullaj Murati Ndoka Ndreu Nikolla "
    "Pasha Peka Pepa Perleka Pjetri Prenga Prifti Qoku Rama Rexha Rroku Sadiku Selmani Shabani Shkurti "
    "Shtylla Sina Spahiu Sula Tafa Tahiri Toçi Tola Topalli Troka Ura Vata Veizi Vuka Xhafa Xhelili Zeneli Zogu"
).split()
ABROAD = {
    "CO": ("Valeria Camila Daniela", "Rojas Cardona"),
    "TH": ("Malee Kanya", "Srisuk Chaiyo"),
    "VE": ("Andreina Yulimar Marbelis Daniela", "Salcedo Mora Rondon Yepez"),
    "MA": ("Salma", "Bennis"),
    "CM": ("Brigitte", "Ngono"),
    "XK": ("Arbnora Teuta", "Shala Gashi"),
    "CN": ("Mei Lan Xiu Jing Yun", "Zhou Liang Deng Fang Qiu"),
    "BR": ("Jussara Thais", "Teixeira Moreira"),
    "PE": ("Rosario Milagros", "Quispe Huaman"),
    "SY": ("Rana", "Haddad"),
    "MD": ("Irina", "Rusu"),
    "UA": ("Oksana", "Bondar"),
}
STREETS = (
    "Rruga e Kavajës",
    "Rruga e Elbasanit",
    "Rruga Iliria",
    "Lagjja e Re",
    "Rruga e Shkollës",
)
SAFE = (
    "Telefonohet vetëm në mëngjes; në përgjigje thuhet “nga kursi i rrobaqepësisë”.",
    "Nuk lihen mesazhe; numri është i së motrës.",
    "Shkruhet vetëm me mesazh, pa përmendur emrin e organizatës.",
    "Kontakt vetëm përmes koordinatores së rastit.",
    "Telefonohet pas orës 16:00, kur është vetëm.",
)
NOTES = (
    "Takim i qetë. Foli për gjumin dhe për hapat e javës që vjen.",
    "U shqyrtuan qëllimet e planit; dy prej tyre po ecin mirë.",
    "Pati një telefonatë që e shqetësoi; u rishikua plani i sigurisë.",
    "Është e kënaqur me punën e re dhe kërkon orar më të qëndrueshëm.",
    "U fol për fëmijët, shkollën dhe ritmin e ditës.",
    "Kërkoi ndihmë për dokumentet e bonusit të qirasë.",
    "U sqaruan të drejtat dhe hapat e radhës në gjykatë.",
    "Vazhdon mjekimi; kontrolli i radhës muajin tjetër.",
)


def full_name(chance: Chance, sex: str, origin: str = "AL") -> tuple[str, str]:
    """A first name and a surname."""
    if origin in ABROAD:
        first, last = ABROAD[origin]
        return chance.choice(first.split()), chance.choice(last.split())
    firsts = BOYS if sex == "male" else GIRLS
    return chance.choice(firsts), chance.choice(SURNAMES)

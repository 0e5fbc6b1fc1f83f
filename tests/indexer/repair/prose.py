"""Clean general prose, made sentence by sentence and broken into lines of one width."""

from __future__ import annotations

from random import Random

SUBJECTS = """پژوهشگران دانشگاه|شهرداری تهران|وزارت آموزش و پرورش|کشاورزان استان گیلان|مدیر بیمارستان|خبرنگار روزنامه|دانش
آموزان مدرسه شرکت های خصوصی|نویسنده کتاب|استادان دانشکده علوم|کارگران کارخانه|بانک مرکزی|مردم روستا|پزشکان متخصص|سازمان محیط
زیست|راهنمای موزه کتابدار کتابخانه ملی|گردشگران خارجی|داوران جشنواره|مربی تیم فوتبال|انجمن شاعران جوان|نماینده مجلس|کارشناسان
هواشناسی|خانواده های پرجمعیت"""
OBJECTS = """نتایج بررسی های تازه|برنامه پنج ساله|هزینه های زندگی|بخش بزرگی از درآمد|روش های نوین آبیاری|کیفیت هوای شهر|آثار
تاریخی منطقه خدمات درمانی|فهرست کتاب های کمیاب|قیمت مواد غذایی|سرمایه گذاری در آموزش|تجربه های گذشته|داستان های کهن
ایرانی|نقش زبان فارسی|شبکه راه آهن مصرف برق و گاز|وضعیت جنگل ها و مراتع|تولید محصولات باغی|مهارت های ارتباطی|قوانین راهنمایی
و رانندگی|موسیقی سنتی|پرونده های قدیمی"""
VERBS = """را به دقت بررسی کردند|را در اختیار همه قرار دادند|را برای نخستین بار منتشر کردند|را با شرایط تازه سازگار ساختند|را
بهبود بخشیدند را مورد انتقاد قرار دادند|را پذیرفتند و از آن پشتیبانی کردند|را به آینده موکول کردند|را در دستور کار خود
گذاشتند|را تا پایان سال ادامه خواهند داد را نادیده گرفتند|را با دیگران در میان گذاشتند|را به زبان ساده توضیح دادند|را به طور
کامل تغییر دادند|را در چند جلد گردآوری کردند"""
PLACES = """در سال های اخیر|در آغاز فصل بهار|در نشست هفته گذشته|با وجود همه دشواری ها|در شهرهای کوچک و بزرگ|بر پایه گزارش های
رسمی|در گفت و گو با مردم به کمک فناوری های جدید|پس از ماه ها تلاش|در حاشیه رودخانه|با همکاری نهادهای محلی|در مقایسه با
کشورهای همسایه|بدون هیچ گونه تبلیغات|از دیدگاه اقتصادی به دلیل خشکسالی پیاپی|در میان شگفتی حاضران|با هدف کاهش آلودگی|در پی
افزایش جمعیت|برخلاف انتظار کارشناسان|در روزهای پایانی پاییز"""
LINKS = """و در نتیجه|اما|به همین دلیل|افزون بر این|با این حال|از سوی دیگر|بنابراین|در حالی که|هرچند|به گفته آنان"""


def _options(text: str) -> list[str]:
    return [o.strip() for o in text.replace("\n", "|").split("|")]


def lines(count: int, seed: int = 0, width: int = 95) -> list[str]:
    """`count` lines of running text, each about `width` characters wide."""
    random = Random(seed)
    subjects, objects, verbs, places, links = map(_options, (SUBJECTS, OBJECTS, VERBS, PLACES, LINKS))
    words: list[str] = []
    found: list[str] = []
    while len(found) < count:
        sentence = [random.choice(places), random.choice(subjects), random.choice(objects), random.choice(verbs)]
        if random.random() < 0.3:
            sentence[1] += f" {random.choice(objects)} و"
        if random.random() < 0.25:
            sentence.insert(1, f"از سال {random.randint(1360, 1403)}")
        if random.random() < 0.2:
            sentence.insert(2, f"بیش از {random.randint(2, 99)} درصد")
        text = " ".join(sentence)
        if random.random() < 0.4:
            text += (
                "، "
                + random.choice(links)
                + " "
                + random.choice(subjects)
                + " "
                + random.choice(objects)
                + " "
                + random.choice(verbs)
            )
        words += (text + ".").split()
        while sum(len(w) + 1 for w in words) > width + 12:
            line: list[str] = []
            while sum(len(w) + 1 for w in line) < width:
                line.append(words.pop(0))
            found.append(" ".join(line))
    return found[:count]

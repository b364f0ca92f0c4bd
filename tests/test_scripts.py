"""Documents in scripts other than Latin, each with what it asks and answers."""

from __future__ import annotations

import pytest

from tiku.reading import read

CASES = {
    "Greek letters of options": (
        "1. Ποια είναι η μεγαλύτερη λίμνη;\n   α) Πρέσπα\n   β) Τριχωνίδα\n\n   Απάντηση: β\n",
        [("Ποια είναι η μεγαλύτερη λίμνη;", "Β. Τριχωνίδα")],
    ),
    "Greek letters of a formula": (
        (
            "### Q: What do the letters mean?\n\nA: It updates the weights.\n\n"
            "- α: the rate\n- β: the decay\n"
        ),
        [("What do the letters mean?", "It updates the weights. - α: the rate - β: the decay")],
    ),
    "Hindi letters of options": (
        "प्रश्न 1. सबसे ऊँचा पर्वत कौन सा है?\n(अ) नंदा देवी\n(ब) एवरेस्ट\nउत्तर – (ब) एवरेस्ट\n",
        [("सबसे ऊँचा पर्वत कौन सा है?", "ब. एवरेस्ट")],
    ),
    "short labels in Hindi": (
        "**प्र.1** नदी क्या है?\n**उ.** बहता जल\n\n**प्र.2** झील क्या है?\n**उ.** ठहरा जल\n",
        [("नदी क्या है?", "बहता जल"), ("झील क्या है?", "ठहरा जल")],
    ),
    "Persian numbers of options": (
        (
            "۱. بزرگ‌ترین دریاچه کدام است؟\n\n۱) ارومیه\n۲) خزر\n۳) نمک\n\nپاسخ: گزینه ۲\n\n"
            "۲. کدام زوج است؟\n\n۱) سه\n۲) پنج\n۳) شش\n\nپاسخ: گزینه ۳\n"
        ),
        [("بزرگ‌ترین دریاچه کدام است؟", "2. خزر"), ("کدام زوج است؟", "3. شش")],
    ),
    "Cyrillic letters with nothing behind them": (
        (
            "# Тест\n\n1. Яка річка найдовша?\n\nА Дніпро\nБ Дунай\nВ Дністер\n\n"
            "2. Яке море тепліше?\n\nА Чорне\nБ Азовське\nВ Балтійське\n\n"
            "Відповіді: 1 – Б, 2 – А\n"
        ),
        [("Яка річка найдовша?", "Б. Дунай"), ("Яке море тепліше?", "А. Чорне")],
    ),
    "words of one letter": (
        "Q: Что было потом?\n\nA: Вот что:\n\nА потом он ушёл.\nБ не считается.\n",
        [("Что было потом?", "Вот что: А потом он ушёл. Б не считается.")],
    ),
    "keys of several letters on a line": (
        (
            "# Тест\n\n1. Что круглое?\nА) мяч\nБ) куб\nВ) шар\n\n2. Что острое?\n"
            "А) вата\nБ) нож\n"
            "В) игла\n\nОтветы: 1-А,В; 2-Б, В\n"
        ),
        [("Что круглое?", "А. мяч В. шар"), ("Что острое?", "Б. нож В. игла")],
    ),
    "keys and verdicts before numbers": (
        (
            "## 選擇題\n\n(2) 1. 紅燈時應如何？ (1) 加速 (2) 停車 (3) 倒車\n\n"
            "(1) 2. 黃線表示什麼？ (1) 分向 (2) 停車 (3) 人行\n\n"
            "## 是非題\n\n(X) 1. 雨天可以不開燈。\n\n(O) 2. 轉彎應打方向燈。\n"
        ),
        [
            ("紅燈時應如何？（ ）", "2. 停車"),
            ("黃線表示什麼？（ ）", "1. 分向"),
            ("雨天可以不開燈。", "X"),
            ("轉彎應打方向燈。", "O"),
        ],
    ),
    "numbers before things to buy": (
        "# 採購清單\n\n(2) 1. 鉛筆 (1) 盒\n(3) 2. 橡皮\n",
        [],
    ),
    "wide blanks around keys above their options": (
        (
            "（　B　）1. 何者為水果？\n(A) 石頭\n(B) 蘋果\n\n"
            "（　A　）2. 何者會飛？\n(A) 鳥\n(B) 魚\n"
        ),
        [("何者為水果？（ ）", "B. 蘋果"), ("何者會飛？（ ）", "A. 鳥")],
    ),
    "two texts with filled gaps": (
        (
            "期末题库\n\n一、填空题（每空1分）\n\n1、水的化学式是__H2O__。\n"
            "2、盐的主要成分是__氯化钠__。\n\n"
            "二、简答题\n\n1、什么是酸？\n\n答：能放出氢离子的物质。\n\n"
            "2、什么是碱？\n\n答：能放出氢氧根的物质。\n"
        ),
        [
            ("水的化学式是（ ）。", "H2O"),
            ("盐的主要成分是（ ）。", "氯化钠"),
            ("什么是酸？", "能放出氢离子的物质。"),
            ("什么是碱？", "能放出氢氧根的物质。"),
        ],
    ),
    "filled gaps in Japanese": (
        (
            "# 一問一答\n\n## 穴埋め問題\n\n1. 一年は（十二）か月である。\n"
            "2. 一日は（二十四）時間である。\n"
        ),
        [("一年は（ ）か月である。", "十二"), ("一日は（ ）時間である。", "二十四")],
    ),
    "a passage behind its name": (
        (
            "# 练习\n\n材料一：村口有一口老井，井水一年四季都是凉的，夏天大家来这里乘凉。\n\n"
            "1. 井在哪里？\n2. 井水怎么样？\n\n参考答案\n\n1. 村口。\n2. 很凉。\n"
        ),
        [
            ("村口有一口老井，井水一年四季都是凉的，夏天大家来这里乘凉。 井在哪里？", "村口。"),
            ("村口有一口老井，井水一年四季都是凉的，夏天大家来这里乘凉。 井水怎么样？", "很凉。"),
        ],
    ),
    "a passage right below a heading": (
        (
            "# 练习\n材料一：村口有一口老井，井水一年四季都是凉的，夏天大家来这里乘凉。\n\n"
            "1. 井在哪里？\n2. 井水怎么样？\n\n参考答案\n\n1. 村口。\n2. 很凉。\n"
        ),
        [("井在哪里？", "村口。"), ("井水怎么样？", "很凉。")],
    ),
    "half of a collection asks": (
        (
            "# 后端面经\n\n## 1. 什么是锁？\n\n互斥。\n\n## 2. 讲一下索引\n\n"
            "加快查询。\n\n## 3. 事务是什么？\n\n"
            "一组操作。\n\n## 4. 手写单例\n\n用静态字段。\n"
        ),
        [
            ("什么是锁？", "互斥。"),
            ("讲一下索引", "加快查询。"),
            ("事务是什么？", "一组操作。"),
            ("手写单例", "用静态字段。"),
        ],
    ),
    "how a program is used": (
        (
            "# 日志库\n\n很小。\n\n## 如何安装\n\n用 pip。\n\n## 如何使用\n\n"
            "导入它。\n\n## 如何配置\n\n写文件。\n\n## 许可证\n\nMIT\n"
        ),
        [],
    ),
    "questions counted in ordinals": (
        (
            "第1题（简答）：水是什么？\n参考答案：一种化合物。\n\n"
            "第2题（单选）：哪个是金属？\nA．铁\nB．木\n参考答案：A\n"
        ),
        [("水是什么？", "一种化合物。"), ("哪个是金属？", "A. 铁")],
    ),
    "types of questions behind them": (
        (
            "1. 红灯时应当怎样？【单选】\nA. 加速\nB. 停车\n答案：B\n\n"
            "2. 黄灯时可以加速。【判断】\n答案：错误\n"
        ),
        [("红灯时应当怎样？", "B. 停车"), ("黄灯时可以加速。", "错误")],
    ),
    "brackets behind labels of answers": (
        "문1) 가장 높은 산은?\n답) 백두산\n\n문2) 가장 긴 강은?\n답) 압록강\n",
        [("가장 높은 산은?", "백두산"), ("가장 긴 강은?", "압록강")],
    ),
    "one section that tells how": (
        (
            "# 网关设计\n\n## 背景\n\n旧的很慢。\n\n## 方案\n\n### 如何做灰度\n\n按编号取模。\n\n"
            "### 数据迁移\n\n双写。\n\n## 风险与问题\n\n- 回滚怎么办：切回旧的\n- 时间：五分钟\n\n"
            "## 计划\n\n六月。\n"
        ),
        [],
    ),
    "an answer that tells what to do": (
        (
            "# Частые вопросы\n\n❓ **Как вернуть товар?**\n\nНапишите в чат.\n\n"
            "❓ **Сколько идёт посылка?**\n\nТри дня.\n\n❓ **Можно ли платить картой?**\n\nДа.\n"
        ),
        [
            ("Как вернуть товар?", "Напишите в чат."),
            ("Сколько идёт посылка?", "Три дня."),
            ("Можно ли платить картой?", "Да."),
        ],
    ),
    "a place that is asked for": (
        "# 常见问题\n\n## 支持手机吗\n\n支持。\n\n## 数据存在哪里\n\n在本机。\n",
        [("支持手机吗", "支持。"), ("数据存在哪里", "在本机。")],
    ),
    "the title of terms that are explained": (
        (
            "一、单项选择题\n\n1. 下列属于水果的是\nA. 苹果\nB. 石头\n【答案】A\n\n"
            "二、名词解释题（本大题共1小题，每小题3分，共3分。）\n\n"
            "2. 惯性\n【答案】保持原状的性质。\n"
        ),
        [("下列属于水果的是", "A. 苹果"), ("惯性", "保持原状的性质。")],
    ),
    "numbers in Han of questions": (
        (
            "# 小考\n\n一、何者是法人？\n(A) 合夥\n(B) 財團法人\n答案：(B)\n\n"
            "二、不動產須經何種程序？\n答案：登記。\n"
        ),
        [("何者是法人？", "B. 財團法人"), ("不動產須經何種程序？", "登記。")],
    ),
    "numbers in Han of chapters": (
        "# 方案\n\n一、背景\n\n旧的很慢。\n\n二、目标\n\n答案：没有。\n",
        [],
    ),
    "numbers behind a word": (
        (
            "**คำถามที่ 1:** น้ำคืออะไร\n\n**คำตอบ:** ของเหลว\n\n"
            "**คำถามที่ 2:** ไฟคืออะไร\n\n**คำตอบ:** ความร้อน\n"
        ),
        [("น้ำคืออะไร", "ของเหลว"), ("ไฟคืออะไร", "ความร้อน")],
    ),
    "parts of an exam in Arabic": (
        "## السؤال الأول: صح أم خطأ\n\n1. الماء سائل. (صح)\n2. النار باردة. (خطأ)\n",
        [("الماء سائل.", "صح"), ("النار باردة.", "خطأ")],
    ),
    "what a handbook tells": (
        (
            "# 员工手册\n\n## 如何请假\n\n在系统里申请。\n\n## 如何报销\n\n"
            "交发票。\n\n## 如何领用电脑\n\n找行政。\n"
        ),
        [("如何请假", "在系统里申请。"), ("如何报销", "交发票。"), ("如何领用电脑", "找行政。")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_read(name: str) -> None:
    text, expected = CASES[name]
    (reading,) = read({"a.md": text})
    found = [
        (" ".join(item.stem.plain.split()), " ".join(item.response.answer.plain.split()))
        for item in reading.items
    ]
    assert found == expected
    assert not any("大题" in item.explanation.plain for item in reading.items)


def test_what_a_learner_got_wrong_is_not_asked() -> None:
    text = (
        "**题目**：1+1=?\n\nA. 1\nB. 2\n\n**我的答案**：A\n\n**正确答案**：B\n"
        "\n**错因分析**：粗心。\n"
    )
    (reading,) = read({"a.md": text})
    (item,) = reading.items
    assert item.stem.plain == "1+1=?"
    assert item.response.answer.plain == "B. 2"
    assert item.explanation.plain.split() == ["错因分析：粗心。", "我的答案：A"]

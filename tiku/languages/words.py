"""Tables of words by language: what asks nothing by itself, what negates, what says the same.

Only `GENERIC`, `DEICTIC_…` and `APART` have a say in a merge, and each can only prevent one; the
others bring questions before a person. To teach tiku more, add words here.
"""

from __future__ import annotations

# Words with which a question asks for something without saying of what.
GENERIC = frozenset(
    """
    what which who when where why how is are was were do does did can could would should will has
    have had a an the of in on for to from with by at as and or not no it its this that these those
    there here you your we our i my be been explain describe define list name give state use used
    using mean means following true false correct incorrect best right wrong answer question
    example examples value values default output result results type types kind kinds purpose
    function functions role advantage advantages disadvantage disadvantages pros cons benefit
    benefits drawback drawbacks limitation limitations feature features property properties
    characteristic characteristics difference differences step steps way ways method methods syntax
    definition meaning usage lifecycle life cycle port name size range length version format
    structure principle principles reason reasons cause causes effect effects symptom symptoms
    treatment fill blank choose select formula unit units time space complexity cost price date year place statement
    statements option options one ones some any all most main common typical many much work works
    happen happens print prints return returns code program x y z n i j k
    qué cuál cuáles cómo cuándo dónde quién por es son el la los las un una de del en y o para con su
    sus valor ventajas desventajas tipo tipos salida código siguiente
    was welche welcher welches wie warum wann wo wer ist sind der die das den dem ein eine einen und
    oder von für mit zu im in ihre seine vorteile nachteile ausgabe wert code folgende zweck
    que quel quelle quels quelles comment pourquoi quand où est sont le les des du et ou dans pour
    avec ses son sa avantages inconvénients sortie valeur code suivant
    что какой какая какие каков какова как почему когда где кто это в на и или для с по его её их
    преимущества недостатки значение вывод код следующий назначение
    """.split()
)
# The same for scripts that do not part their words; the longest come first.
GENERIC_STRETCHES = tuple(
    sorted(
        """
        什么是 是什么 什么 哪些 哪个 哪种 哪几种 哪里 哪儿 如何 怎么 怎样 怎么样 为什么 为何 多少 几个 几种 谁 何时
        是否 有 是 的 了 呢 吗 啊 请 请问 简述 解释 说明 介绍 描述 说说 谈谈 列举 一下 简要 简单 详细 下
        它 它们 其 该 这 这个 这些 此 上述 以下 下列 下面 主要 常见 常用 一般 通常 可以 能 会 要 需要 应该 用 使用 用法 和 与 及 在
        中 上 里 对 默认 值 默认值 端口 端口号 优缺点 优点 缺点 优势 劣势 特点 特性 特征 作用 用途 原理 实现原理 底层原理 工作原理
        定义 概念 含义 意思 区别 生命周期 语法 场景 使用场景 应用场景 应用 流程 步骤 过程 分类 种类 类型 组成 结构 方法 方式 原因 结果
        输出 输出结果 返回值 返回 参数 注意事项 问题 解决方案 解决方法 复杂度 时间复杂度 空间复杂度 代码 程序 例子 示例 举例 好处 坏处
        意义 目的 功能 性质 公式 单位 时间 地点 版本 大小 长度 范围 格式 正确 错误 说法 选项 背景 影响 内容 条件 要求 简介 概述 总结
        何ですか とは何ですか とは なに 何 どれ どの どう なぜ いつ どこ です ます か は の が を に で と 違い 利点 欠点 特徴 役割
        목적 장점 단점 특징 종류 역할 차이 차이점 기본값 출력 결과 무엇인가요 무엇입니까 무엇 어떤 어떻게 왜 언제 은 는 이 가 의 을 를
        """.split(),
        key=lambda word: (-len(word), word),
    )
)
# What points at something outside the stem, which is then part of what is asked.
DEICTIC_WORDS = (
    r"\b(?:it|its|this|these|those|they|their|following|above|below)\b"
    r"|\b(?:what(?: is| will be| would be)?(?: the)? (?:output|result|printed|wrong))\b"
    r"|\b(?:ello|esto|este código|siguiente|salida)\b|\b(?:dieser|diese|dieses|folgende[rsn]?)\b"
    r"|\b(?:ceci|suivante?s?)\b|\b(?:этого|этот|следующ\w+)\b"
)
# One of these stands in each of them: to look for them is cheaper than to try at each letter.
DEICTIC_CUES = (
    *("it", "this", "these", "those", "they", "their", "following", "above", "below"),
    *("output", "result", "printed", "wrong", "ello", "esto", "este código", "siguiente", "salida"),
    *("diese", "folgende", "ceci", "suivant", "этого", "этот", "следующ"),
)
DEICTIC_STRETCHES = (
    r"它|其(?!他|它|中)|该(?!如何|怎)|这(?!种)|上述|以下|下列|下面|下述|此(?:题|处|代码|段)|输出(?:是什么|什么|结果)"
    r"|次の|この|これ|それ|다음|이것"
)
# Words that are never written together with the next one: "in valid" is not "invalid".
APART = frozenset(
    """
    the and for not any all how who why out off per via one two are was has had its our you can may
    sin con por para una las los del des les est son und der die das den dem ein ist von mit auf aus
    bei nach что как это для или без при над под про
    """.split()
)
# Words with which a question asks, and what is left of them when questions are compared.
ASKING: dict[str, str] = {
    "how": "how", "如何": "how", "怎么": "how", "怎样": "how", "怎么样": "how", "cómo": "how", "wie": "how",
    "comment": "how", "как": "how", "どう": "how", "어떻게": "how",
    "why": "why", "为什么": "why", "为何": "why", "为啥": "why", "warum": "why", "pourquoi": "why", "почему": "why",
    "なぜ": "why", "왜": "why", "when": "when", "什么时候": "when", "何时": "when", "wann": "when", "quand": "when",
    "когда": "when", "いつ": "when", "언제": "when", "who": "who", "谁": "who", "where": "where", "哪里": "where",
    "原因": "why", "理由": "why", "reason": "why", "grund": "why", "raison": "why", "причине": "why", "причина": "why", "이유": "why", "理由は": "why", "many": "many", "多少": "many", "几": "many", "whether": "whether", "吗": "whether", "是否": "whether",
}  # fmt: skip
# Words that say nothing when questions are compared for a person.
FILLING = frozenset(
    """
    what which is are do does did you we one would can could should will a an the of in on for with by
    at as and or please explain describe define tell me about your some any there it
    its this that these briefly be been have has s
    qué cuál cuáles es son el la los las un una de del en y para con se
    was welche welcher welches ist sind der die das den dem ein eine und oder man für mit im
    que quel quelle est sont le les du des et dans pour avec on
    что такое какой какая какие это в и на для
    """.split()
)
FILLING_STRETCHES = tuple(
    sorted(
        """
        什么是 是什么 什么 哪些 哪种 哪几种 哪个 请问 请 简述 解释 说明 介绍 描述 说说 谈谈 列举 一下 简要 简单 详细 你 您 我 我们 的 地 得
        了 呢 啊 是 有 在 中 里 上 和 与 及 以及 进行 一个 一种 之间 几种 一些 各 等 就 都 也 还 能 可以 会 来 做 对 从 吧
        何ですか とは何ですか とは ですか ますか は が の を に で と か んですか 무엇인가요 무엇입니까 란 이란 은 는 이 가 의 을 를
        """.split(),
        key=lambda word: (-len(word), word),
    )
)
# Words that turn a question round: one more of them makes it another one.
NEGATIONS = frozenset(
    "not no never without nicht kein keine nie sin nunca не ни без ne pas 不 没 非 无 未".split()
)
# Words that show that the order of the others counts.
DIRECTIONS = frozenset(
    """
    from to into than over before after between versus against per given if then
    от до к в из на чем nach von zu als vor desde hasta que antes después depuis vers avant après
    """.split()
)
DIRECTION_STRETCHES = r"到|向(?!量)|往|转换|[转变改换]成|比(?!较|例)|把|被|给|先|[前后](?!端|台|缀)|替代|より|から|へ|에게|에서|보다"

# Words that say the same in a question, for a person to look at: the first stands for all.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("improve", "optimize", "optimise", "enhance", "increase", "accelerate", "boost"),
    ("secure", "protect", "safeguard"),
    ("prevent", "avoid"),
    ("detect", "find", "identify", "recognize", "recognise"),
    ("cycle", "loop"),
    ("last", "previous", "former"),
    ("job", "position", "company"),
    ("create", "make", "build"),
    ("remove", "delete"),
    ("way", "method", "approach", "technique", "strategy", "measure", "step"),
    ("color", "colour"),
    ("center", "centre"),
    ("behavior", "behaviour"),
    ("tire", "tyre"),
    ("become", "turn"),
    ("write", "wrote", "author"),
    ("main", "key", "major", "common", "important", "primary", "typical"),
    ("advantage", "benefit", "pro"),
    ("disadvantage", "drawback", "con", "limitation"),
    ("purpose", "role", "use", "function"),
    ("implement", "realize", "realise"),
    ("leave", "left", "quit"),
    ("introduce", "tell"),
    ("choose", "select", "pick"),
    ("work", "operate"),
    ("fix", "solve", "resolve", "handle", "deal"),
    ("feature", "characteristic", "property"),
    ("提高", "优化", "提升", "改善", "改进", "加快", "增强", "加速"),
    ("避免", "防止", "预防", "杜绝"),
    ("保证", "保障", "确保"),
    ("方法", "手段", "方式", "措施", "办法", "策略", "技巧", "途径"),
    ("常见", "常用", "主要", "典型", "重要"),
    ("利用", "使用", "采用", "运用", "通过", "借助", "选用", "选择", "用"),
    ("优点", "优势", "好处", "长处"),
    ("缺点", "劣势", "不足", "坏处", "弊端"),
    ("作用", "用途", "用处", "功能"),
    ("区别", "差异", "差别", "不同"),
    ("特点", "特性", "特征"),
    ("排查", "定位", "诊断"),
    ("原理", "机制"),
    ("评估", "评价", "衡量"),
    ("处理", "解决", "应对"),
    ("实现", "完成"),
    ("介绍", "简介"),
    ("离开", "离职"),
    ("上一家", "前"),
    ("自己", "自我"),
    ("包括", "包含"),
    ("教师", "老师"),
    ("库存", "存货"),
    ("步骤", "流程", "过程"),
)
# Terms with their short forms and their names in other languages.
TERMS: tuple[tuple[str, ...], ...] = (
    ("javascript", "js"),
    ("typescript", "ts"),
    ("kubernetes", "k8s"),
    ("internationalization", "i18n", "国际化"),
    ("postgresql", "postgres"),
    ("mongodb", "mongo"),
    ("continuous integration and continuous delivery", "ci / cd", "cicd"),
    ("convolutional neural network", "cnn", "卷积神经网络"),
    ("recurrent neural network", "rnn", "循环神经网络"),
    ("generative adversarial network", "gan", "生成对抗网络", "对抗生成网络"),
    ("variational autoencoder", "vae", "变分自编码器"),
    ("long short term memory", "lstm", "长短期记忆网络"),
    ("natural language processing", "nlp", "自然语言处理"),
    ("large language model", "llm", "大语言模型"),
    ("retrieval augmented generation", "rag", "检索增强生成"),
    ("reinforcement learning", "强化学习"),
    ("machine learning", "ml", "机器学习"),
    ("deep learning", "dl", "深度学习"),
    ("artificial intelligence", "ai", "人工智能"),
    ("support vector machine", "svm", "支持向量机"),
    ("principal component analysis", "pca", "主成分分析"),
    ("object relational mapping", "orm", "对象关系映射"),
    ("inversion of control", "ioc", "控制反转"),
    ("dependency injection", "di", "依赖注入"),
    ("aspect oriented programming", "aop", "面向切面编程"),
    ("object oriented programming", "oop", "面向对象编程"),
    ("server side rendering", "ssr", "服务端渲染"),
    ("client side rendering", "csr", "客户端渲染"),
    ("single page application", "spa", "单页应用"),
    ("content delivery network", "cdn", "内容分发网络"),
    ("cross site scripting", "xss", "跨站脚本攻击", "跨站脚本"),
    ("cross site request forgery", "csrf", "跨站请求伪造"),
    ("domain name system", "dns", "域名系统"),
    ("hypertext transfer protocol", "http", "超文本传输协议"),
    ("transmission control protocol", "tcp", "传输控制协议"),
    ("user datagram protocol", "udp", "用户数据报协议"),
    ("virtual machine", "vm", "虚拟机"),
    ("java virtual machine", "jvm", "java虚拟机"),
    ("just in time", "jit", "即时编译"),
    ("garbage collection", "gc", "垃圾回收", "垃圾收集"),
    ("operating system", "os", "操作系统"),
    ("central processing unit", "cpu", "中央处理器"),
    ("graphics processing unit", "gpu", "图形处理器"),
    ("database", "db", "数据库"),
    ("user interface", "ui", "用户界面"),
    ("application programming interface", "api", "应用程序接口"),
    ("software development kit", "sdk", "软件开发工具包"),
    ("test driven development", "tdd", "测试驱动开发"),
    ("domain driven design", "ddd", "领域驱动设计"),
    ("remote procedure call", "rpc", "远程过程调用"),
    ("message queue", "mq", "消息队列"),
    ("one", "1", "一"),
    ("two", "2", "两", "二"),
    ("three", "3", "三"),
    ("four", "4", "四"),
    ("five", "5", "五"),
    ("big data", "大数据", "巨量数据", "巨量资料"),
    ("blockchain", "区块链"),
    ("closure", "闭包"),
    ("singleton", "单例", "单例模式"),
    ("decorator", "装饰器"),
    ("generator", "生成器"),
    ("iterator", "迭代器"),
    ("interface", "接口"),
    ("inheritance", "继承"),
    ("polymorphism", "多态"),
    ("encapsulation", "封装"),
    ("deadlock", "死锁"),
    ("thread", "线程", "スレッド", "스레드"),
    ("process", "进程", "プロセス", "프로세스"),
    ("coroutine", "协程"),
    ("mutex", "互斥锁"),
    ("semaphore", "信号量"),
    ("transaction", "事务"),
    ("index", "索引"),
    ("cache", "缓存"),
    ("lock", "锁"),
    ("stack", "栈", "スタック", "스택"),
    ("queue", "队列", "キュー", "큐"),
    ("linked list", "链表"),
    ("binary tree", "二叉树"),
    ("hash table", "哈希表", "散列表"),
    ("bloom filter", "布隆过滤器"),
    ("recursion", "递归"),
    ("pointer", "指针"),
    ("injection", "注入"),
    ("sql injection", "sql注入"),
    ("load balancing", "负载均衡"),
    ("microservices", "微服务"),
    ("event loop", "事件循环"),
    ("virtual dom", "虚拟dom"),
    ("hot reload", "热更新"),
    ("overfitting", "过拟合"),
    ("underfitting", "欠拟合"),
    ("gradient descent", "梯度下降"),
    ("attention mechanism", "注意力机制"),
    ("prevent", "防止", "避免"),
    ("improve", "提高", "优化"),
    ("implement", "实现"),
    ("difference", "区别"),
    ("advantage", "优点"),
    ("disadvantage", "缺点"),
    ("purpose", "作用"),
)

"""Words of further layers, of their import and of base maps."""

from .term import Words

GROUPS: Words = {
    "risk": ("风险", "Risk"),
    "protect": ("防护", "To protect"),
    "response": ("应急", "Response"),
    "facilities": ("设施", "Facilities"),
    "ground": ("区域与归属", "Ground and ownership"),
    "other": ("其他", "Other"),
}
KINDS: Words = {
    "school": ("学校", "School"),
    "hospital": ("医院", "Hospital"),
    "crowd": ("人员密集场所", "Crowded place"),
    "team": ("救援队伍", "Rescue team"),
    "store": ("物资库", "Store"),
    "hydrant": ("消火栓", "Hydrant"),
    "building": ("房屋建筑", "Building"),
    "municipal": ("市政工程", "Public works"),
    "road": ("道路卡口", "Road"),
    "park": ("园区", "Industrial park"),
    "plant": ("重点部位", "Key place"),
    "gas": ("天然气", "Natural gas"),
    "oil": ("成品油", "Oil products"),
    "heat": ("供热", "Heat"),
    "development": ("经济技术开发区", "Development zone"),
    "newarea": ("示范区", "Demonstration zone"),
    "fire": ("火灾", "Fire"),
    "explosion": ("爆炸", "Explosion"),
    "leak": ("泄漏", "Leak"),
    "collapse": ("坍塌", "Collapse"),
    "fall": ("高处坠落", "Fall from height"),
    "machine": ("机械伤害", "Machine injury"),
    "1": ("一级", "Grade 1"),
    "2": ("二级", "Grade 2"),
    "3": ("三级", "Grade 3"),
    "4": ("四级", "Grade 4"),
    "leader": ("缺分管领导", "No leader"),
    "officer": ("缺安全监管责任人", "Too few officers"),
    "overdue": ("四查逾期", "Survey overdue"),
    "both": ("分管领导和责任人均缺", "Leader and officers missing"),
    "point": ("风险点", "Risk point"),
    "unit": ("生产经营单位", "Unit"),
    "hazard": ("隐患", "Hazard"),
    "feature": ("图层要素", "Feature of a layer"),
}
REFUSALS: Words = {
    "LAYER_FILE_TYPE": (
        "不支持这种文件；请用 GeoPackage、Shapefile（zip）、GeoJSON、KML、CSV 或 XLSX。",
        "This kind of file cannot be read; use GeoPackage, a zipped Shapefile, GeoJSON, KML, CSV or XLSX.",
    ),
    "LAYER_FILE_BIG": ("文件过大（上限 {megabytes} MB）。", "The file is too big (limit {megabytes} MB)."),
    "LAYER_FILE_BROKEN": ("文件打不开：{why}", "The file cannot be opened: {why}"),
    "LAYER_TOO_MANY": ("要素过多（上限 {limit} 个）。", "Too many features (limit {limit})."),
    "LAYER_EMPTY": ("文件里没有要素。", "There is no feature in the file."),
    "LAYER_COMPUTED": ("这个图层由系统计算，不能导入。", "This layer is computed and cannot be imported."),
    "LAYER_NO_PLACE": (
        "表格里没有坐标列；请用“经度”“纬度”（lon、lat）或 WKT 列。",
        "There are no columns for the place; name them lon and lat, or wkt.",
    ),
    "LAYER_CRS": ("坐标系无法识别：{crs}。", "The reference system is not known: {crs}."),
    "LAYER_ALL_REFUSED": (
        "没有一行可以导入，原有要素保持不变。",
        "No row can be imported; what was there stays.",
    ),
    "LAYER_CODE": (
        "图层代码只能用小写字母、数字、短横线。",
        "A layer's code has lower-case letters, digits and dashes only.",
    ),
    "LAYER_DEFINITION": (
        "新图层需要名称、类型、图标和颜色。",
        "A new layer needs a name, a kind, an icon and a colour.",
    ),
    "ROW_NO_GEOMETRY": ("没有位置。", "No place."),
    "ROW_BAD_NUMBER": ("坐标不是数字：{value}。", "The coordinates are no numbers: {value}."),
    "ROW_KIND": ("应为{wanted}，实为{is}。", "Expected {wanted}, found {is}."),
    "ROW_NAME_LONG": ("名称太长（上限 {limit} 字）。", "The name is too long (limit {limit})."),
}

LAYER_GROUPS: dict[str, Words] = {"layer_group": GROUPS, "layer_kind": KINDS}

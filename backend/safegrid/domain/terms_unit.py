"""Words of units, industries and the grid."""

from .term import Words

UNIT_TYPES: Words = {
    "factory": ("工业企业", "Factory"),
    "chemical": ("危险化学品企业", "Hazardous chemicals"),
    "mine": ("矿山", "Mine"),
    "fuel_station": ("加油加气站", "Fuel station"),
    "warehouse": ("仓储物流", "Warehouse"),
    "building_site": ("建筑施工工地", "Building site"),
    "school": ("学校", "School"),
    "hospital": ("医疗和养老机构", "Hospital or care home"),
    "crowded_place": ("人员密集场所", "Crowded place"),
    "shop": ("商铺", "Shop"),
    "public_facility": ("城乡公共设施", "Public facility"),
    "other": ("其他单位", "Other unit"),
}
AFFILIATIONS: Words = {
    "central": ("央属", "Central government"),
    "province": ("省属", "Province"),
    "city": ("市属", "City"),
    "county": ("县属", "County"),
    "other": ("其他", "Other"),
}
DANGER_CLASSES: Words = {
    "": ("未分类", "Not classified"),
    "A": ("A 类", "Class A"),
    "B": ("B 类", "Class B"),
    "C": ("C 类", "Class C"),
}
ANNUAL_GRADES: Words = {
    "0": ("未评级", "Not graded"),
    "1": ("一类（优秀）", "Grade 1 (excellent)"),
    "2": ("二类（良好）", "Grade 2 (good)"),
    "3": ("三类（合格）", "Grade 3 (passed)"),
    "4": ("四类（不合格）", "Grade 4 (failed)"),
}
STANDARD_GRADES: Words = {
    "0": ("未定级", "None"),
    "1": ("一级", "Level 1"),
    "2": ("二级", "Level 2"),
    "3": ("三级", "Level 3"),
    "4": ("不达标", "Not reached"),
}
MAJOR_HAZARDS: Words = {
    "0": ("无", "None"),
    "1": ("一级重大危险源", "Major hazard, grade 1"),
    "2": ("二级重大危险源", "Major hazard, grade 2"),
    "3": ("三级重大危险源", "Major hazard, grade 3"),
    "4": ("四级重大危险源", "Major hazard, grade 4"),
}
CELL_LEVELS: Words = {
    "1": ("市", "City"),
    "2": ("县（市、区）", "County"),
    "3": ("乡镇（街道）", "Township"),
    "4": ("社区（村）", "Community"),
}
CADENCES: Words = {
    "day": ("每日", "Daily"),
    "week": ("每周", "Weekly"),
    "month": ("每月", "Monthly"),
    "quarter": ("每季", "Quarterly"),
    "year": ("每年", "Yearly"),
}
INDUSTRIES: Words = {
    "A": ("农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery"),
    "B": ("采矿业", "Mining"),
    "C": ("制造业", "Manufacturing"),
    "D": ("电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water"),
    "E": ("建筑业", "Construction"),
    "F": ("批发和零售业", "Wholesale and retail"),
    "G": ("交通运输、仓储和邮政业", "Transport, storage and post"),
    "H": ("住宿和餐饮业", "Accommodation and catering"),
    "I": ("信息传输、软件和信息技术服务业", "Information and software"),
    "J": ("金融业", "Finance"),
    "K": ("房地产业", "Real estate"),
    "L": ("租赁和商务服务业", "Leasing and business services"),
    "M": ("科学研究和技术服务业", "Research and technical services"),
    "N": ("水利、环境和公共设施管理业", "Water, environment and public facilities"),
    "O": ("居民服务、修理和其他服务业", "Residents' services and repair"),
    "P": ("教育", "Education"),
    "Q": ("卫生和社会工作", "Health and social work"),
    "R": ("文化、体育和娱乐业", "Culture, sports and entertainment"),
    "S": ("公共管理、社会保障和社会组织", "Public administration and social organisations"),
    "T": ("国际组织", "International organisations"),
}
DEPARTMENT_KINDS: Words = {
    "territorial": ("属地管理", "Territorial"),
    "general": ("综合监管", "General supervision"),
    "industry": ("行业主管", "Industry authority"),
    "special": ("专项监管", "Special supervision"),
}
COVERAGE: Words = {
    "COVERAGE_INVALID_RING": ("边界自相交或不是面", "The outline crosses itself or is no area"),
    "COVERAGE_OVERLAP": ("两个网格重叠", "Two cells overlap"),
    "COVERAGE_EDGE": ("与邻格的边没有对齐", "An edge does not match its neighbour's"),
    "COVERAGE_GAP": ("网格之间有空隙", "There is a gap between cells"),
    "COVERAGE_NOT_PARENT": ("超出上级网格的范围", "Reaches beyond the cell above"),
}

SECTORS: Words = {
    "coal": ("煤矿", "Coal mines"),
    "mine": ("非煤矿山", "Other mines"),
    "chemical": ("危险化学品", "Hazardous chemicals"),
    "fireworks": ("烟花爆竹", "Fireworks"),
    "trade": ("工矿商贸", "Industry and trade"),
    "explosives": ("民用爆炸物品", "Civil explosives"),
    "health": ("职业卫生", "Occupational health"),
    "general": ("综合监管", "General supervision"),
}

LISTING_REASONS: Words = {
    "grade_4": ("四类企业（年度等级不合格）", "Annual grade 4 (failed)"),
    "not_standard": ("安全生产标准化不达标", "Not up to the safety standard"),
    "serious": ("重大安全问题", "A serious safety problem"),
}
LISTING_ENDS: Words = {
    "delisted": ("已摘牌", "Delisted"),
    "raised": ("提级挂牌", "Listed by a higher authority"),
}

UNIT_GROUPS: dict[str, Words] = {
    "unit_type": UNIT_TYPES,
    "affiliation": AFFILIATIONS,
    "danger_class": DANGER_CLASSES,
    "annual_grade": ANNUAL_GRADES,
    "standard_grade": STANDARD_GRADES,
    "major_hazard": MAJOR_HAZARDS,
    "cell_level": CELL_LEVELS,
    "cadence": CADENCES,
    "industry": INDUSTRIES,
    "department_kind": DEPARTMENT_KINDS,
    "coverage": COVERAGE,
    "sector": SECTORS,
    "listing_reason": LISTING_REASONS,
    "listing_end": LISTING_ENDS,
}

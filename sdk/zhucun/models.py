"""Typed models of the records. Generated from the schemas by ``python -m tools.generate``; do not edit.

``Cadre.model_validate(data)`` takes what the schema takes and nothing else; it raises ``pydantic.ValidationError``.
``record.dump()`` gives plain data as the standard writes it, absent fields left out. A field that is not there is left
out when a record is made, too: ``None`` is no value. Needs ``pip install zhucun[models]``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_T = TypeVar("_T")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    """A day as the standard writes it; every other text is left for the type to refuse."""
    return dt.date.fromisoformat(value) if type(value) is str and _DATE.fullmatch(value) else value


def _whole(value: Any) -> Any:
    """To JSON Schema a number without a fraction is an integer, however it is written."""
    return int(value) if type(value) is float and value.is_integer() else value


def _unique(items: list[_T]) -> list[_T]:
    """The items, if none is there twice."""
    seen = [item.model_dump_json() if isinstance(item, BaseModel) else item for item in items]
    if len(set(seen)) != len(seen):
        raise ValueError("an item is there twice")
    return items


#: A day of the calendar, given as ``YYYY-MM-DD`` or as a :class:`datetime.date`.
Day = Annotated[dt.date, BeforeValidator(_day)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _no_null(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and None in data.values():
            raise ValueError("a field without a value is left out; null is no value")
        return data

    def dump(self) -> dict[str, Any]:
        """The record as plain data."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class Organization(_Record):
    """机构: An organization that takes part: a dispatching unit, a management office, a township party committee and others."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id, stable across batches of one sender."""
    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构类别: What the organization is in the procedure."""
    level: Literal["10", "20", "40", "50", "60"]
    """隶属层级: Level the organization belongs to, GB/T 12404: its own subordination, so that a central unit in a province is 10; a profile says where that counts as another level."""
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """名称: Name of the organization."""
    unitKind: Literal["PARTY_GOV_ORGAN", "STATE_OWNED_ENTERPRISE", "ENTERPRISE", "PUBLIC_INSTITUTION", "CENTRAL_UNIT", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """单位性质: Kind of dispatching unit."""
    socialCreditCode: Annotated[str, Field(pattern='^[0-9A-HJ-NPQRTUWXY]{18}$')] | None = None
    """统一社会信用代码: Unified social credit code, GB 32100-2015."""
    divisionCode: Annotated[str, Field(pattern='^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3})?)?)?$')] | None = None
    """行政区划代码: Division code of the jurisdiction, 2 to 9 digits."""
    divisionEdition: Literal["NBS-2023", "NBS-2021", "MCA-2025", "MCA-2021", "LOCAL"] | None = None
    """区划代码版本: System and edition of the division code."""
    parentId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """上级机构: The organization directly above."""
    establishedOn: Day | None = None
    """成立日期: First day of existence."""
    abolishedOn: Day | None = None
    """撤销日期: Last day of existence."""
    dispatchEligible: bool | None = None
    """具备选派条件: Whether the unit was declared able to dispatch."""
    staffInPostCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """在编在岗人数: Staff on the establishment and in post."""
    includesSecondLevelUnits: bool | None = None
    """含所属二级单位: Whether the head-count sums the second-level units."""
    responsiblePersonCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """专责人员数: Persons named as responsible for the cadres."""
    deputyInChargeCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """分管领导人数: Deputies named as in charge."""
    members: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """成员单位: Member bodies of an office."""
    staffCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """工作人员数: Persons who staff the office."""
    headDutyLevel: Literal["1", "101", "102", "111", "112", "121", "122", "131", "132", "141", "142", "150", "160", "199", "2", "211", "212", "221", "222", "231", "232", "241", "242", "250", "260", "299", "4", "410", "411", "412", "420", "430", "434", "435", "499"] | None = None
    """负责人职务层次: Duty level of the head, GB/T 12407."""
    headCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """组长人数: Number of heads."""
    mechanisms: Annotated[list[Literal["PERIODIC_REVIEW", "SUPERVISION", "DAILY_MANAGEMENT", "LIAISON", "DISPATCH", "OVERSIGHT", "CADRE_GROUP_CHAT"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """工作机制: Working mechanisms."""
    systems: Annotated[list[Literal["ATTENDANCE", "LEAVE", "REPORTING", "DISCIPLINE", "TALK", "MAJOR_MATTER_REPORT"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """管理制度: Management systems in place."""
    budgetGuaranteed: bool | None = None
    """经费有保障: Whether finance of the same level guarantees the running costs."""
    bindings: Annotated[list[Literal["RESPONSIBILITY", "PROJECTS", "FUNDS", "PERSONNEL"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """捆绑内容: What binds the unit to the village."""
    responsibilityBindings: Annotated[list[Literal["RESPONSIBILITY", "PROJECTS", "FUNDS", "PERSONNEL"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """责任清单覆盖的捆绑: Bindings that the unit's responsibility list has items for."""
    assistancePlanCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """帮扶计划数: Number of assistance plans."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class VillageTypes(_Record):
    """VillageTypes: VillageTypes."""

    code: Literal["KEY_ASSIST", "RESETTLEMENT", "LIFTED", "LIFTED_LIGHT", "DEMONSTRATION", "HEAVY_DUTY", "WEAK_PARTY_ORG", "KEY_DIFFICULT", "RED_PILOT", "PROVINCIAL_KEY_REVITALISATION", "PROVINCIAL_KEY_POVERTY", "BACKWARD", "WEAK", "DEEP_POVERTY", "NON_POOR", "BORDER", "ETHNIC", "OTHER"]
    """类型: Type."""
    startDate: Day | None = None
    """起始日期: First day."""
    endDate: Day | None = None
    """终止日期: Last day."""


class VillageHouseholds(_Record):
    """VillageHouseholds: VillageHouseholds."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """农户标识: Opaque id."""
    relocated: bool | None = None
    """搬迁户: Whether relocated."""
    labourCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """劳动力人数: Persons able to work."""
    stablyEmployedCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """稳定就业人数: Persons in stable employment."""
    monitoredKind: Literal["UNSTABLY_LIFTED", "MARGINAL", "SUDDEN_DIFFICULTY"] | None = None
    """监测户类别: Kind of monitored household."""
    careGroups: Annotated[list[Literal["LOW_INCOME", "FIVE_GUARANTEE", "LEFT_BEHIND_CHILD", "LEFT_BEHIND_WOMAN", "LEFT_BEHIND_ELDER", "DISABLED", "VETERAN", "ORPHAN", "SERIOUSLY_ILL", "OLD_PARTY_MEMBER", "LIFTED_HOUSEHOLD", "MONITORED"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """关爱对象: Care groups."""


class VillageWarnings(_Record):
    """VillageWarnings: VillageWarnings."""

    code: Literal["YELLOW", "RED", "BLUE"]
    """颜色: Colour."""
    on: Day | None = None
    """日期: Day."""


class Village(_Record):
    """村: A village or community that cadres are posted to."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    kind: Literal["ADMINISTRATIVE_VILLAGE", "COMMUNITY", "FARM", "NATURAL_VILLAGE"]
    """村类别: Administrative village or community."""
    townshipId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """所在乡镇: Township party committee of the place."""
    villageCode: Annotated[str, Field(pattern='^[0-9]{12}$')] | None = None
    """村代码: Twelve-digit code."""
    divisionEdition: Literal["NBS-2023", "NBS-2021", "MCA-2025", "MCA-2021", "LOCAL"] | None = None
    """区划代码版本: System and edition of the code."""
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """村名: Name as published in that edition."""
    countyOfficeId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """所在县级机构: Management office or organisation department of the county."""
    types: Annotated[list[VillageTypes], Field(min_length=1, max_length=1000)] | None = None
    """村类型: Types with the days on which they held."""
    traits: Annotated[list[Literal["CONFLICT_PRONE", "SMALL_POPULATION", "LOW_OWN_REVENUE", "HARDSHIP_AREA", "PETITION_KEY_VILLAGE", "NO_MONEY", "NO_PEOPLE", "NO_RULES", "NO_PREMISES", "PASTORAL", "BORDER", "ETHNIC", "REMOTE", "NEAR_TOWN"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """村情特征: Traits."""
    liftedPopulation: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """脱贫人口: People lifted out of poverty."""
    resettlementClass: Literal["LARGE", "MEDIUM"] | None = None
    """集中安置规模: Resettlement class."""
    permanentResidents: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """常住人口: Permanent residents."""
    ownRevenueFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """年自有收入（分）: Own revenue of the last year in fen."""
    designatedOn: Day | None = None
    """确定为驻点村日期: Day the village was fixed."""
    priorProvincialTeam: bool | None = None
    """曾为省派队驻点村: Whether a provincial team was stationed there in the poverty-alleviation period."""
    inKeyAssistCounty: bool | None = None
    """在重点帮扶县: Whether the county is a key-assistance county."""
    hardshipArea: bool | None = None
    """艰苦边远地区: Whether the village lies in a hardship area."""
    dutyLight: bool | None = None
    """巩固任务较轻: Whether the county declared its duty light."""
    originalForceLarge: bool | None = None
    """原帮扶力量较多: Whether the previous force was large."""
    previousStrength: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """原派人数: Strength of the previous team."""
    adjacentVillageIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """相邻村: Adjacent villages."""
    partyOrgForm: Literal["STANDALONE", "ATTACHED", "JOINT", "OTHER"] | None = None
    """党组织组建形式: How the settlement's party organisation was set up."""
    weakRectifiedOn: Day | None = None
    """软弱涣散整顿完成日期: Day the rectification of the weak organisation was completed."""
    electionStartOn: Day | None = None
    """换届启动日期: Start of the village election."""
    committeeTermYears: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """村“两委”任期（年）: Term of the village committees in years."""
    secretaryIsHead: bool | None = None
    """书记主任一肩挑: Whether the secretary is also head of the committee."""
    householdCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """农户数: Number of farm households."""
    households: Annotated[list[VillageHouseholds], Field(min_length=1, max_length=1000)] | None = None
    """农户: Households that a check needs."""
    outcome: Literal["CLEAR_CHANGE", "NO_CLEAR_CHANGE"] | None = None
    """驻村后变化: Outcome of the last round."""
    outcomeOn: Day | None = None
    """变化评定日期: Day the outcome was judged."""
    linkedUnitIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """挂钩单位: Units linked to the village."""
    linkSystems: Annotated[list[Literal["LEADER_LINK", "DEPARTMENT_LINK", "VILLAGE_ENTERPRISE_PAIR", "UNIT_LINK_POINT"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """挂钩联系方式: Ways the village is linked."""
    officers: Annotated[list[Literal["FARM_TECHNICIAN", "PUBLIC_SECURITY_ASSISTANT", "FAMILY_PLANNING_ADMIN", "CULTURE_ASSISTANT", "LAND_PLANNING_ENV_ASSISTANT", "VILLAGE_DOCTOR", "LABOUR_TRANSFER_OFFICER", "MARKET_INFORMATION_OFFICER", "VETERINARY_OFFICER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """“六大员”配备: Village officers in place."""
    officerParticipation: Annotated[list[Literal["RECRUIT", "ASSIGN", "MANAGE", "ASSESS"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """村支部参与环节: Part the branch takes in officers' affairs."""
    goals: Annotated[list[Literal["PARTY_BUILDING", "PUBLIC_SECURITY", "FAMILY_PLANNING", "CIVILISATION", "PILLAR_INDUSTRY", "HOUSEHOLD_PROJECT", "LIVING_ENVIRONMENT"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """创建目标: Goals set for the village."""
    systems: Annotated[list[Literal["HOUSEHOLD_DELEGATES", "AFFAIRS_DISCLOSURE", "DECISION_HEARING", "VILLAGERS_COUNCIL", "FINANCE_MANAGEMENT", "DUTY_ROSTER", "LIVING_IN_METHOD", "PARTY_BASIC_SYSTEMS", "SETTLEMENT_SYSTEM", "CORE_NETWORK", "SCIENCE_MODEL_HOUSEHOLDS", "HONOUR_HOUSEHOLDS", "POWER_LIST", "RESPONSIBILITY_AREAS", "HOUSEHOLD_LINKING", "VILLAGE_COVENANT"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """村级制度: Systems in place."""
    talentRegister: Annotated[list[Literal["LOCAL_TALENT", "PROSPERITY_LEADER", "VETERAN", "MIGRANT_BUSINESS", "RETURNED_GRADUATE", "RETIRED_CADRE", "YOUNG_FARMER", "WOMEN", "ELDERS"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """乡土人才台账: Kinds of talent on the village's register."""
    cooperationModes: Annotated[list[Literal["ONE_TEAM_SEVERAL_VILLAGES", "CROSS_VILLAGE", "MULTI_VILLAGE_BUNDLE", "VILLAGE_ENTERPRISE", "REGIONAL", "WHOLE_TOWNSHIP"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """协作方式: Modes of cooperation."""
    industries: Annotated[list[Literal["TEA", "OFF_SEASON_VEGETABLES", "LIVESTOCK", "FRUIT", "PROCESSING", "TOURISM", "E_COMMERCE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """产业: Industries."""
    demonstrationPoint: bool | None = None
    """组织建设示范点: Whether a demonstration point of organisation building."""
    warnings: Annotated[list[VillageWarnings], Field(min_length=1, max_length=1000)] | None = None
    """警告: Warnings given to the village."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class CadrePriorGrades(_Record):
    """CadrePriorGrades: CadrePriorGrades."""

    year: Annotated[int, BeforeValidator(_whole), Field(ge=1900, le=2200)]
    """年度: Year."""
    grade: Literal["EXCELLENT", "COMPETENT", "BASICALLY_COMPETENT", "NOT_COMPETENT", "NO_GRADE"]
    """等次: Grade."""


class Cadre(_Record):
    """驻村干部: A stationed cadre: one person, as far as a check needs."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id, stable across batches of one sender."""
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """姓名: Name; leave out unless the receiver needs it."""
    citizenId: Annotated[str, Field(pattern='^[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$')] | None = None
    """公民身份号码: Citizen id, GB 11643-1999; leave out unless the receiver needs it."""
    sex: Literal["0", "1", "2", "9"] | None = None
    """性别: Sex, GB/T 2261.1."""
    ethnicGroup: Literal["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55", "56", "81", "97", "98"] | None = None
    """民族: Ethnic group, GB 3304."""
    ageBand: Literal["UNDER_30", "30_39", "40_49", "50_PLUS"] | None = None
    """年龄段: Age band at the start of the posting."""
    education: Literal["10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "28", "30", "31", "32", "33", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "60", "61", "62", "63", "70", "71", "73", "80", "81", "83", "90"] | None = None
    """学历: Schooling, GB/T 4658."""
    politicalStatus: Literal["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"] | None = None
    """政治面貌: Political status, GB/T 4762."""
    partyFullMemberSince: Day | None = None
    """转为正式党员日期: Day of conversion to full membership."""
    workStartDate: Day | None = None
    """参加工作日期: First day of work."""
    workMonths: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """工作经历（月）: Cumulative months of work at the start of the posting."""
    homeUnitId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """原单位: Unit the cadre belongs to."""
    employmentKind: Literal["CIVIL_SERVANT", "INSTITUTION_STAFF", "ENTERPRISE_STAFF", "TEMPORARY_HIRE", "PUBLIC_WELFARE_POST", "SECONDED_IN", "LOGISTICS_WORKER", "RETIRED", "TEACHER", "MEDICAL_STAFF", "OFF_ESTABLISHMENT", "OTHER"] | None = None
    """用工身份: Kind of employment."""
    source: Literal["PARTY_GOV_ORGAN", "STATE_OWNED_ENTERPRISE", "PUBLIC_INSTITUTION", "STEPPED_DOWN_BY_AGE", "OTHER"] | None = None
    """干部来源: Source."""
    inService: bool | None = None
    """在职: Whether in service."""
    retiredOn: Day | None = None
    """退休日期: Day of retirement."""
    volunteered: bool | None = None
    """自愿报名: Whether the cadre volunteered."""
    dutyLevel: Literal["1", "101", "102", "111", "112", "121", "122", "131", "132", "141", "142", "150", "160", "199", "2", "211", "212", "221", "222", "231", "232", "241", "242", "250", "260", "299", "4", "410", "411", "412", "420", "430", "434", "435", "499"] | None = None
    """职务层次: Duty level, GB/T 12407."""
    equivalentDutyLevel: Literal["1", "101", "102", "111", "112", "121", "122", "131", "132", "141", "142", "150", "160", "199", "2", "211", "212", "221", "222", "231", "232", "241", "242", "250", "260", "299", "4", "410", "411", "412", "420", "430", "434", "435", "499"] | None = None
    """相应职务层次: Equivalent duty level, GB/T 12407."""
    civilServantRank: Literal["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"] | None = None
    """职级: Rank of 2019."""
    unitPosition: Literal["PRINCIPAL_LEADER", "LEADER", "MIDDLE_LEVEL", "STAFF"] | None = None
    """单位内职务: Position within the unit."""
    tags: Annotated[list[Literal["OUTSTANDING", "OUTSTANDING_YOUNG", "YOUNG_CADRE_SURVEY_TARGET", "THREE_YEARS_TWO_EXCELLENT", "BACKBONE", "LEADING_CADRE", "RESERVE_CADRE", "VETERAN"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """干部标签: Tags."""
    expertise: Annotated[list[Literal["PARTY_MASS_WORK", "ECONOMIC_WORK", "AGRICULTURE", "GRASSROOTS_GOVERNANCE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """专长: Expertise."""
    ageAtStart: Annotated[int, BeforeValidator(_whole), Field(ge=16, le=100)] | None = None
    """派驻时年龄: Age in full years at the start of the posting."""
    priorGrades: Annotated[list[CadrePriorGrades], Field(min_length=1, max_length=1000)] | None = None
    """此前考核等次: Grades of the years before the posting."""
    kinInVillage: bool | None = None
    """本村有亲属任职: Whether close kin hold office in the village."""
    ruralExperience: bool | None = None
    """农村工作经验: Whether experienced in rural work."""
    agriExpertise: bool | None = None
    """涉农专业特长: Whether an agricultural specialist."""
    fitForDuty: bool | None = None
    """具备履职身体条件: Declared fit for duty; no health data."""
    basicConditionsAttestedOn: Day | None = None
    """基本条件证明日期: Day the basic conditions were attested."""
    honours: Annotated[list[Literal["NATIONAL_POVERTY_ALLEVIATION_INDIVIDUAL", "NATIONAL_ETHNIC_UNITY_INDIVIDUAL", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """荣誉称号: Honours."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class TeamAgreedBy(_Record):
    """TeamAgreedBy: TeamAgreedBy."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class TeamTaskList(_Record):
    """TeamTaskList: TeamTaskList."""

    code: Literal["HN-1", "HN-2", "HN-3", "HN-4", "HN-5", "HN-6", "HN-7", "HN-8", "YL-1", "YL-2", "YL-3", "YL-4", "YL-5", "QN-1", "QN-2", "QN-3", "QN-4", "QN-5", "QN-6", "QN-7", "FJX-1", "FJX-2", "FJX-3", "FJX-4", "FJS-1", "FJS-2", "FJS-3", "FJS-4", "FJS-5", "FJS-6", "LS-1", "LS-2", "LS-3", "LS-4"]
    """任务: Task."""
    goal: bool | None = None
    """有目标: Whether a goal is stated."""
    responsibleCadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """责任人: Cadre responsible."""
    responsibleRole: Literal["FIRST_SECRETARY", "TEAM_LEADER", "TEAM_MEMBER", "SINKING_CADRE", "ATTACHED_FIRST_SECRETARY", "VILLAGE_PARTY_SECRETARY", "PARTY_BUILDING_INSTRUCTOR", "COUNTY_LEAD", "TOWNSHIP_WORK_GROUP"] | None = None
    """责任职务: Role responsible."""


class Team(_Record):
    """驻村工作队: A work team."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    homeVillageId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """驻点村: Home village."""
    dispatchingUnitIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)]
    """派出单位: Dispatching units."""
    dispatchLevel: Literal["10", "20", "40", "50", "60"]
    """派出层级: Level of the dispatching unit, GB/T 12404: its own subordination, so that a central unit in a province is 10; a profile says where that counts as another level."""
    additionalVillageIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """兼带村: Further villages of the team."""
    leaderCadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """队长: Cadre who leads the team."""
    round: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    """轮次: Round of dispatch, as the county numbers it."""
    formedOn: Day | None = None
    """组建日期: First day."""
    dissolvedOn: Day | None = None
    """撤队日期: Last day."""
    agreedOn: Day | None = None
    """选派商定日期: Day county and unit agreed on the team."""
    agreedBy: Annotated[list[TeamAgreedBy], Field(min_length=1, max_length=1000)] | None = None
    """商定各方: Parties to the agreement."""
    taskArea: Annotated[list[Literal["PARTY_BUILDING", "PROSPERITY", "GOVERNANCE", "SERVICE"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """职责方面: Areas of duty."""
    taskList: Annotated[list[TeamTaskList], Field(min_length=1, max_length=1000)] | None = None
    """任务清单: Task list."""
    taskListOn: Day | None = None
    """任务清单日期: Day the list was made."""
    planYears: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """驻村计划年限: Horizon of the plan in years."""
    planOn: Day | None = None
    """计划日期: Day of the plan."""
    planParts: Annotated[list[Literal["GOALS", "TASKS", "MEASURES", "TALENT"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """计划内容: What the plan states."""
    cooperationMode: Literal["ONE_TEAM_SEVERAL_VILLAGES", "CROSS_VILLAGE", "MULTI_VILLAGE_BUNDLE", "VILLAGE_ENTERPRISE", "REGIONAL", "WHOLE_TOWNSHIP"] | None = None
    """协作方式: Mode of cooperation."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class PostingSelectionSteps(_Record):
    """PostingSelectionSteps: PostingSelectionSteps."""

    step: Literal["PROPOSE", "REVIEW", "DECIDE", "PRE_REVIEW", "FILE", "REPORT", "SELECT", "CONSENT", "TRAIN"]
    """环节: Step."""
    date: Day
    """日期: Date of the step."""
    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """办理机构: Body that took the step."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """机构层级: Level of the body, GB/T 12404."""
    consulted: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """会同机构: Bodies consulted or acting jointly."""
    result: Literal["PASSED", "REJECTED"] | None = None
    """结果: Result."""


class PostingManagedBy(_Record):
    """PostingManagedBy: PostingManagedBy."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class PostingSupervisedBy(_Record):
    """PostingSupervisedBy: PostingSupervisedBy."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class PostingDeclared(_Record):
    """PostingDeclared: PostingDeclared."""

    ground: Literal["INCOMPETENT", "NOT_QUALIFIED", "ADVERSE_CONSEQUENCE", "ABILITY_UNSUITED", "FAMILY_HARDSHIP", "HEALTH", "LEAVE_OVER_LIMIT", "ASSESSMENT_GRADE", "SANCTIONED", "NOT_DETACHED", "DAYS_SHORT", "POOR_EFFECT", "DISOBEYS_LOCAL", "CARELESS", "POOR_PERFORMANCE", "LITTLE_EFFECT", "LOW_SATISFACTION", "TASK_NOT_COMPLETED", "LAX_SCREENING", "WEAK_FOLLOW_UP", "WEAK_SUPPORT", "BENEFITS_NOT_DELIVERED", "COVER_UP", "WEAK_SUPERVISION", "UNAPPROVED_ABSENCE", "RECTIFIED", "MISCONDUCT", "OUTSTANDING", "OFF_POST_FOUND", "INDICATOR_LOW", "NO_CLEAR_CHANGE", "WARNED", "OTHER"]
    """事由: Ground."""
    by: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """认定机构: Body that declared it."""
    on: Day | None = None
    """认定日期: Day of the declaration."""


class PostingExemptions(_Record):
    """PostingExemptions: PostingExemptions."""

    code: Literal["LODGING", "MEALS", "PRESENCE", "NIGHTS", "DETACHMENT", "OTHER"]
    """免除事项: What from."""
    by: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """批准机构: Body that freed."""
    on: Day | None = None
    """批准日期: Day."""


class PostingPledges(_Record):
    """PostingPledges: PostingPledges."""

    code: Literal["PUBLIC_PLEDGE", "RESPONSIBILITY_LETTER", "RESIGNATION_PLEDGE", "INTEGRITY_PLEDGE", "OTHER"]
    """承诺类别: Kind."""
    signedOn: Day | None = None
    """签订日期: Day of signing."""


class Posting(_Record):
    """派驻: Who serves where, in which role, from when to when."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """驻村干部: Cadre."""
    villageId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """所驻村: Village."""
    dispatchingUnitId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """派出单位: Dispatching unit."""
    role: Literal["FIRST_SECRETARY", "TEAM_LEADER", "TEAM_MEMBER", "SINKING_CADRE", "ATTACHED_FIRST_SECRETARY", "VILLAGE_PARTY_SECRETARY", "PARTY_BUILDING_INSTRUCTOR", "COUNTY_LEAD", "TOWNSHIP_WORK_GROUP"]
    """职务: Role."""
    dispatchLevel: Literal["10", "20", "40", "50", "60"]
    """派出层级: Level of the dispatching unit, GB/T 12404: its own subordination, so that a central unit in a province is 10; a profile says where that counts as another level."""
    startDate: Day
    """任职日期: Appointed first day."""
    teamId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """工作队: Team."""
    round: Annotated[str, Field(pattern='^[0-9A-Za-z-]{1,20}$')] | None = None
    """批次: Round of dispatch, as the county numbers it."""
    destinationKind: Literal["VILLAGE", "TOWNSHIP_LINKAGE_CENTRE", "NON_PUBLIC_ENTERPRISE", "KEY_PROJECT"] | None = None
    """任职去向: Destination."""
    arrivedOn: Day | None = None
    """到岗日期: Day of arrival."""
    plannedEnd: Day | None = None
    """计划期满日期: Planned last day."""
    endDate: Day | None = None
    """离任日期: Last day served."""
    endReason: Literal["ROTATION", "TWO_YEARS_SERVED", "POOR_EFFECT", "ABILITY_UNSUITED", "FAMILY_HARDSHIP", "HEALTH", "LEFT_DISPATCHING_UNIT", "RECALL", "RECTIFIED_REPLACED", "ORGANISATIONAL_HANDLING", "INCOMPETENT", "PROMOTION", "POST_CHANGE", "ROLE_CHANGE", "VILLAGE_CHANGE", "RETIREMENT", "DEATH", "RESIGNATION", "SECONDED", "OTHER"] | None = None
    """离任原因: Reason for leaving."""
    consultedUnit: bool | None = None
    """已商派出单位: Whether the dispatching unit was consulted on leaving."""
    endInitiator: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """离任提出机构: Body that initiated the leaving."""
    endInitiatorLevel: Literal["10", "20", "40", "50", "60"] | None = None
    """提出机构层级: Level of that body."""
    justification: bool | None = None
    """情况说明: Whether a written justification for a departure from a "should" is on file."""
    personnelRelation: Literal["HOME_UNIT", "VILLAGE", "TOWNSHIP", "OTHER"] | None = None
    """人事关系: Where the personnel relation is kept."""
    salaryPaidBy: Literal["HOME_UNIT", "VILLAGE", "TOWNSHIP", "OTHER"] | None = None
    """工资关系: Who pays the salary."""
    benefitsUnchanged: bool | None = None
    """福利待遇不变: Whether benefits are unchanged."""
    performancePayUnchanged: bool | None = None
    """绩效不变: Whether performance pay is unchanged."""
    partyRelationPlace: Literal["HOME_UNIT", "VILLAGE", "TOWNSHIP", "OTHER"] | None = None
    """党组织关系所在: Where the party relation is kept."""
    partyRelationMovedOn: Day | None = None
    """党组织关系转接日期: Day the party relation was moved."""
    countsTowardVillagePosts: bool | None = None
    """占用村干部职数: Whether the post counts among the village posts."""
    villageElectionCandidate: bool | None = None
    """参加村级换届选举: Whether a candidate in a village election."""
    fullyDetached: bool | None = None
    """与原单位工作脱钩: Whether fully detached from the home unit's work."""
    holdsHomeUnitDuties: bool | None = None
    """承担派出单位工作: Whether duties of the home unit are held."""
    detachmentPoorEffect: bool | None = None
    """两头跑致成效不好: Declared: not detached, with poor effect."""
    lodgingInVillage: bool | None = None
    """住宿在村: Whether lodging in the village."""
    mealsInVillage: bool | None = None
    """吃饭在村: Whether meals are taken in the village."""
    commuting: bool | None = None
    """走读: Whether commuting by day."""
    countsAsGrassrootsExperience: bool | None = None
    """视为基层工作经历: Whether counted as grassroots experience."""
    poorEffect: bool | None = None
    """认定作用发挥不好: Declared after review: poor effect."""
    healthUnfit: bool | None = None
    """认定身体状况不佳: Declared after review: health not fit."""
    disobeysLocal: bool | None = None
    """认定不服从管理: Declared after review: disobeys local management."""
    reviewedOn: Day | None = None
    """轮换研判日期: Day of the review that decides on rotation."""
    replacesPostingId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """接替的派驻: Posting that this one replaces."""
    handoverStart: Day | None = None
    """交接起始日期: First day of the handover from the predecessor."""
    handoverEnd: Day | None = None
    """交接终止日期: Last day of the handover."""
    handoverCompletedOn: Day | None = None
    """交接完成日期: Day the handover was completed."""
    handoverGuidedByIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """指导交接单位: Units that guided the handover."""
    selectionMethods: Annotated[list[Literal["SELF_APPLICATION", "ORG_RECOMMENDATION", "ORG_NAMED"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """产生方式: How the candidate came up."""
    selectionSteps: Annotated[list[PostingSelectionSteps], Field(min_length=1, max_length=1000)] | None = None
    """选派环节: Steps of selection."""
    selectionGates: Annotated[list[Literal["POLITICAL", "CHARACTER", "ABILITY", "WORKSTYLE", "INTEGRITY", "EFFECT_REVIEW", "QUALIFICATION", "VILLAGERS_NEED"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """人选把关: Gates passed."""
    matchingFactors: Annotated[list[Literal["SPECIALTY", "TALENT", "UNIT_RESOURCES", "AGE_STRUCTURE", "POST_RESOURCES", "WORK_EXPERIENCE"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """匹配因素: Factors considered."""
    roleFocus: Annotated[list[Literal["OVERALL_PLANNING", "GENERAL_GUIDANCE", "COORDINATION", "POLICY_IMPLEMENTATION", "PROJECT_CONSTRUCTION", "TECHNICAL_GUIDANCE"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """工作侧重: Focus of the role."""
    managedBy: Annotated[list[PostingManagedBy], Field(min_length=1, max_length=1000)] | None = None
    """管理机构: Bodies that manage the posting day to day."""
    supervisedBy: Annotated[list[PostingSupervisedBy], Field(min_length=1, max_length=1000)] | None = None
    """选派指导机构: Bodies that lead selection and guidance."""
    responsibility: Literal["HELPER", "FIRST_RESPONSIBLE"] | None = None
    """责任定位: Standing of the cadre in the village."""
    hasLocalInterest: bool | None = None
    """与当地有利益关系: Whether the cadre has a local interest."""
    secretaryCandidatesTrained: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """培养村支书候选人数: Candidates for village secretary trained."""
    declared: Annotated[list[PostingDeclared], Field(min_length=1, max_length=1000)] | None = None
    """经认定的事由: Grounds declared against the posting after review, each with who declared it and when."""
    exemptions: Annotated[list[PostingExemptions], Field(min_length=1, max_length=1000)] | None = None
    """免除事项: What the cadre was freed from, each with who freed and when."""
    pledges: Annotated[list[PostingPledges], Field(min_length=1, max_length=1000)] | None = None
    """承诺书: Pledges and letters that the cadre signed."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class LeaveConsentBy(_Record):
    """LeaveConsentBy: LeaveConsentBy."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level."""
    date: Day | None = None
    """日期: Day."""


class LeaveFiledWith(_Record):
    """LeaveFiledWith: LeaveFiledWith."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level."""
    date: Day | None = None
    """日期: Day."""


class Leave(_Record):
    """请假: One leave of one cadre."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """驻村干部: Cadre."""
    kind: Literal["ANNUAL", "SICK", "PERSONAL", "SPECIAL", "OTHER"]
    """请假类别: Kind."""
    startDate: Day
    """起始日期: First day."""
    endDate: Day
    """终止日期: Last day."""
    form: Literal["WRITTEN", "ORAL", "ELECTRONIC"] | None = None
    """请假形式: Form of the application."""
    appliedOn: Day | None = None
    """申请日期: Day of application."""
    approvedOn: Day | None = None
    """批准日期: Day of approval."""
    approver: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """批准机构: Body that approved."""
    approverLevel: Literal["10", "20", "40", "50", "60"] | None = None
    """批准机构层级: Level of that body."""
    consentBy: Annotated[list[LeaveConsentBy], Field(min_length=1, max_length=1000)] | None = None
    """同意机构: Bodies that consented before the approval, each with the day."""
    filedWith: Annotated[list[LeaveFiledWith], Field(min_length=1, max_length=1000)] | None = None
    """报备机构: Bodies with which the leave was filed, each with the day."""
    extendsLeaveId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """所续请假: Leave that this one extends."""
    returnReportedOn: Day | None = None
    """销假日期: Day the return was reported."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class Attendance(_Record):
    """考勤: One entry of attendance: one cadre, one day."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """驻村干部: Cadre."""
    date: Day
    """日期: Civil date, China time."""
    status: Literal["IN_VILLAGE", "OFFICIAL_TRIP", "MEETING", "TRAINING", "PROJECT_LIAISON", "LEAVE", "ANNUAL_LEAVE", "REST", "HOME_UNIT_WORK", "ABSENT"]
    """状态: Status."""
    villageId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """所在村: Village where the cadre was."""
    overnight: bool | None = None
    """在村过夜: Whether the night was spent in the village."""
    recordedBy: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """记录机构: Body that keeps the record."""
    declaredFalse: bool | None = None
    """认定不实: Determined to be untrue."""
    justified: bool | None = None
    """有正当理由: Determined: the absence had a good reason."""
    severe: bool | None = None
    """情节严重: Determined: a severe absence."""
    checkInMeans: Literal["BOOK", "APP", "GROUP_CHAT", "FINGERPRINT", "FACE", "VIDEO", "PHONE", "OTHER"] | None = None
    """签到方式: How the cadre checked in."""
    checkInTime: Annotated[str, Field(pattern='^([01][0-9]|2[0-3]):[0-5][0-9]$')] | None = None
    """签到时间: Time of checking in, China time."""
    placeVerified: bool | None = None
    """位置已核实: Whether the place of checking in was verified."""
    reportedTo: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """报告机构: Body to which the day away was reported beforehand."""
    reportedOn: Day | None = None
    """报告日期: Day of that report."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class Activity(_Record):
    """工作活动: Meetings, reports, inspections, visits, talks, training, health checks, surveys, diaries and the like."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    kind: Literal["DISPATCH_MEETING", "PROMOTION_MEETING", "JOINT_MEETING", "EXPERIENCE_MEETING", "BUSINESS_TRAINING_MEETING", "UNIT_SPECIAL_MEETING", "TWO_EXCELLENCE_MEETING", "REPORT", "HEARING", "INSPECTION", "SPOT_CHECK", "LEADER_VISIT", "HOUSEHOLD_VISIT", "CONDOLENCE_VISIT", "TALK", "TRAINING", "VILLAGE_CADRE_TRAINING", "FARMER_TRAINING", "HEALTH_CHECK", "SATISFACTION_SURVEY", "VILLAGE_SURVEY", "DIARY", "GUIDANCE_POINTS", "WORK_PROMPT", "COMMENDATION_INDIVIDUAL", "COMMENDATION_COLLECTIVE", "ELECTION", "DISPUTE", "PETITION", "WORK_INJURY", "DEATH_ON_DUTY", "UNIT_ASSESSMENT", "PROJECT", "PUBLICITY", "EFFECT_REVIEW", "TOWNSHIP_RECORD", "PUBLIC_PLEDGE", "WORK_RECORD", "LEDGER", "CIRCULAR", "PARTY_LECTURE", "WORK_PLAN", "YEARLY_GOALS", "TASK_LIST", "STUDY", "DUTY_REPORT", "CHECK_IN", "VILLAGE_MEETING", "LOG_CHECK", "OTHER"]
    """活动类别: Kind."""
    date: Day
    """日期: Date, or first day."""
    endDate: Day | None = None
    """结束日期: Last day."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """组织层级: Level of the organiser, GB/T 12404."""
    organizationId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """组织机构: Organization that acts or organises."""
    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """组织机构类别: Body that acts or hears."""
    teamId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """工作队: Team concerned."""
    villageId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """村: Village concerned."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """驻村干部: Cadre concerned."""
    cadreIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """参加干部: Cadres who took part."""
    leaderRoles: Annotated[list[Literal["PRINCIPAL_LEADER", "DEPUTY_IN_CHARGE", "OTHER_LEADER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """参加领导角色: Roles of the leaders who took part."""
    form: Literal["WRITTEN", "ORAL", "ELECTRONIC"] | None = None
    """形式: Form."""
    recipientIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """对象机构: Organizations addressed."""
    participants: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """参加方: Bodies that took part."""
    tier: Literal["PROVINCE_DEMONSTRATION", "PREFECTURE_KEY", "PREFECTURE_DEMONSTRATION", "COUNTY_ROTATION", "JOINT_LEVELS"] | None = None
    """培训层级: Tier of training."""
    organiserLevels: Annotated[list[Literal["10", "20", "40", "50", "60"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """主办层级: Levels that organised jointly."""
    topics: Annotated[list[Literal["THOUGHT_THEORY", "POLICY", "PRACTICE_EXCHANGE", "PROGRESS", "FIND_PROBLEMS", "SOLVE_PROBLEMS", "EXCHANGE_EXPERIENCE", "CASE_SHOW", "CADRE_DEEDS", "APPROVAL", "TENDER", "PAYMENT", "HARDSHIP", "MISFORTUNE", "RESOLVED_IN_VILLAGE", "REPORTED_TO_TOWNSHIP", "EXPLAINED", "MAJOR", "LISTEN", "VISIT", "LOOK", "EVALUATE", "INTEGRITY", "ATTENDANCE", "WORK_LOG", "PARTY_BUILDING", "HOUSEHOLD_HELP"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """主题: Topics."""
    trainers: Annotated[list[Literal["PREFECTURE_LEADER", "PARTY_SCHOOL_PROFESSOR", "PROVINCIAL_DEPT", "PREFECTURE_BUREAU", "TOWNSHIP", "HONOURED_INDIVIDUAL", "RESEARCH_INSTITUTE"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """授课人员: Kinds of trainers."""
    finding: Literal["ON_POST", "OFF_POST"] | None = None
    """督查结果: Finding of an inspection on the cadre."""
    householdId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """农户: Household visited."""
    householdIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """农户（多户）: Households visited."""
    villageCadrePresent: bool | None = None
    """村干部同行: Whether a village cadre came along."""
    unreachable: bool | None = None
    """未能见面: Whether nobody could be met."""
    respondentCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """测评人数: Denominator of a survey."""
    satisfiedCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """满意人数: Numerator of a survey."""
    formula: Literal["SATISFIED_ONLY", "SATISFIED_AND_BASICALLY", "OTHER"] | None = None
    """满意度算法: How satisfaction is formed."""
    declaredFalse: bool | None = None
    """认定弄虚作假: Determined to be untrue."""
    recognisedWorkInjury: bool | None = None
    """认定为工伤: Recognised as a work injury."""
    round: Annotated[str, Field(pattern='^[0-9A-Za-z-]{1,20}$')] | None = None
    """批次: Round of dispatch."""
    amountFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """金额（分）: Amount in fen, of a project."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class AssessmentLead(_Record):
    """牵头机构: Body that leads."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class AssessmentAssessors(_Record):
    """AssessmentAssessors: AssessmentAssessors."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class AssessmentApprovedBy(_Record):
    """审定机构: Body that approved."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class AssessmentComponents(_Record):
    """AssessmentComponents: AssessmentComponents."""

    kind: Literal["ANNUAL", "TERM", "HALF_YEAR_REVIEW", "TERM_INSPECTION", "EFFECT_REVIEW"]
    """考核类别: Kind of the part."""
    weightPercent: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=100)]
    """权重: Weight in percent."""
    scoreHundredths: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=1000000)] | None = None
    """得分: Score of the part in hundredths."""


class AssessmentIndicators(_Record):
    """AssessmentIndicators: AssessmentIndicators."""

    code: Literal["PRESENCE_RATE", "SATISFACTION", "RECOGNITION", "AWARENESS", "HOUSEHOLD_VISIT_RATE", "TASK_COMPLETION", "SCORE", "OTHER"]
    """指标: Indicator."""
    valueHundredths: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=1000000)]
    """数值: Value in hundredths of a percent."""


class AssessmentImplementedBy(_Record):
    """AssessmentImplementedBy: AssessmentImplementedBy."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class Assessment(_Record):
    """考核: One assessment of one cadre."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """驻村干部: Cadre."""
    kind: Literal["ANNUAL", "TERM", "HALF_YEAR_REVIEW", "TERM_INSPECTION", "EFFECT_REVIEW"]
    """考核类别: Kind."""
    date: Day
    """考核日期: Day of the result."""
    year: Annotated[int, BeforeValidator(_whole), Field(ge=1949, le=2100)] | None = None
    """考核年度: Year assessed."""
    grade: Literal["EXCELLENT", "COMPETENT", "BASICALLY_COMPETENT", "NOT_COMPETENT", "NO_GRADE"] | None = None
    """等次: Grade."""
    localGrade: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """等次原文: The local word for the grade."""
    lead: AssessmentLead | None = None
    """牵头机构: Body that leads."""
    assessors: Annotated[list[AssessmentAssessors], Field(min_length=1, max_length=1000)] | None = None
    """考核机构: Bodies that assess."""
    consulted: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """听取意见单位: Bodies consulted."""
    heard: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """听取意见对象: Groups heard."""
    methods: Annotated[list[Literal["DUTY_REPORT_REVIEW", "SATISFACTION_SURVEY", "PERFORMANCE_REVIEW", "LISTEN", "VISIT", "LOOK", "EVALUATE"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """考核方法: Methods."""
    quotaSource: Literal["OWN", "DISPATCHING_UNIT"] | None = None
    """评优指标来源: Whose quota an excellent grade uses."""
    approvedBy: AssessmentApprovedBy | None = None
    """审定机构: Body that approved."""
    approvedOn: Day | None = None
    """审定日期: Day of approval."""
    feedbackOn: Day | None = None
    """反馈日期: Day fed back to the dispatching unit."""
    homeUnitGrade: Literal["EXCELLENT", "COMPETENT", "BASICALLY_COMPETENT", "NOT_COMPETENT", "NO_GRADE"] | None = None
    """派出单位记录等次: Grade that the home unit recorded for the year."""
    scoreHundredths: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=1000000)] | None = None
    """得分: Score in hundredths of a point."""
    components: Annotated[list[AssessmentComponents], Field(min_length=1, max_length=1000)] | None = None
    """构成: Parts that the score is made of."""
    indicators: Annotated[list[AssessmentIndicators], Field(min_length=1, max_length=1000)] | None = None
    """指标: Rates that the result rests on."""
    filedOn: Day | None = None
    """归档日期: Day the result was filed in the personal file."""
    usedFor: Annotated[list[Literal["MERIT_SELECTION", "COMMENDATION", "PROMOTION", "RANK_ADVANCEMENT", "PROFESSIONAL_TITLE", "ANNUAL_ASSESSMENT", "POST_CHANGE", "ROTATION_EXCHANGE", "APPOINTMENT", "LEADER_PERFORMANCE"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """结果运用: Uses of the result."""
    implementedBy: Annotated[list[AssessmentImplementedBy], Field(min_length=1, max_length=1000)] | None = None
    """组织实施机构: Bodies that carry it out."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class RectificationCaseFiledWith(_Record):
    """RectificationCaseFiledWith: RectificationCaseFiledWith."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class RectificationCaseConsulted(_Record):
    """RectificationCaseConsulted: RectificationCaseConsulted."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """对象: Group."""
    date: Day
    """日期: Date."""


class RectificationCaseConsentBy(_Record):
    """RectificationCaseConsentBy: RectificationCaseConsentBy."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class RectificationCaseAppealAddressee(_Record):
    """复核受理机构: Body appealed to."""

    body: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]
    """机构: Body."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level, GB/T 12404."""


class RectificationCase(_Record):
    """教育整改: One case of rectification of one cadre."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """驻村干部: Cadre."""
    grounds: Annotated[list[Literal["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)]
    """情形: Grounds."""
    route: Literal["A", "B", "C"]
    """程序: Route."""
    postingId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """派驻: Posting concerned."""
    routeBasis: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """程序依据: Why this route was chosen, where the text assigns none."""
    otherText: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """其他情形说明: Whether and how the other circumstances are described; no names."""
    assessmentIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """相关考核: Assessments relied on."""
    surveyId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """相关测评: Survey relied on."""
    inspectionIds: Annotated[list[Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """相关督查: Inspections relied on."""
    shortMonth: Annotated[str, Field(pattern='^[0-9]{4}-(0[1-9]|1[0-2])$')] | None = None
    """驻村天数不足月份: Month relied on."""
    shortcomings: Annotated[list[Literal["POLICY_LATE", "VILLAGE_UNFAMILIAR", "DUTY_SHORT", "PUSH_WEAK", "LITTLE_EFFECT"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """履职不足: Shortcomings declared."""
    townshipOpinionOn: Day | None = None
    """乡镇提出意见日期: Day of the township's opinion."""
    causedBySelf: bool | None = None
    """因其自身原因: Whether caused by the cadre."""
    notCorrected: bool | None = None
    """未予纠正: Whether not corrected."""
    notReported: bool | None = None
    """未及时报告: Whether not reported in time."""
    seriousConsequence: bool | None = None
    """造成严重后果: Whether a serious consequence arose."""
    consequenceKind: Literal["SKIP_LEVEL_PETITION", "GROUP_PETITION", "OTHER_SERIOUS"] | None = None
    """严重后果类别: Kind of consequence."""
    eventKind: Literal["MAJOR_SAFETY_ACCIDENT", "MASS_INCIDENT"] | None = None
    """重大事件类别: Kind of event."""
    notAtPost: bool | None = None
    """未坚守岗位: Whether not at the post."""
    misconduct: Annotated[list[Literal["ACCEPTED_PROPERTY", "PRIVATE_GAIN", "FAVOURED_CONNECTIONS", "PRIVILEGE", "BURDEN_ON_GRASSROOTS", "ILLEGAL_DINING", "ACCEPTING_BANQUETS", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """违纪违规行为: Misconduct."""
    violatedRules: Annotated[list[Literal["CENTRAL_EIGHT", "PROVINCIAL_TEN", "LOCAL_STYLE_RULES"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """违反的规定: Conduct rules violated."""
    complaintReceivedBy: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """举报受理机构: Body that received the complaint."""
    complaintChannel: Literal["LETTER", "PHONE", "OTHER"] | None = None
    """举报渠道: Channel."""
    complaintVerified: bool | None = None
    """举报经核查属实: Whether verified as true."""
    complaintVerifiedOn: Day | None = None
    """核实日期: Day of verification."""
    opinionOn: Day | None = None
    """初步意见日期: Day of the county's preliminary opinion."""
    opinionBy: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """初步意见机构: Body that gave it."""
    townshipRequestOn: Day | None = None
    """乡镇请示日期: Day of the township's request."""
    townshipRequestForm: Literal["WRITTEN", "ORAL", "ELECTRONIC"] | None = None
    """请示形式: Form of the request."""
    reviewedOn: Day | None = None
    """复核审定日期: Day of the joint review."""
    reviewers: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """复核机构: Bodies that reviewed."""
    filedOn: Day | None = None
    """备案日期: Day of filing."""
    filedWith: Annotated[list[RectificationCaseFiledWith], Field(min_length=1, max_length=1000)] | None = None
    """备案机构: Bodies it was filed with."""
    investigators: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """联合调查机构: Bodies that investigated."""
    investigatedOn: Day | None = None
    """调查核实日期: Day the facts were verified."""
    illegalOrDisciplinary: bool | None = None
    """涉及违法违纪: Whether illegal or a breach of discipline."""
    transferredOn: Day | None = None
    """移交日期: Day of transfer."""
    transferredTo: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """移交机构: Body transferred to."""
    consulted: Annotated[list[RectificationCaseConsulted], Field(min_length=1, max_length=1000)] | None = None
    """征求意见: Groups consulted, with dates."""
    statementOn: Day | None = None
    """听取本人陈述日期: Day the cadre was heard."""
    statementRefused: bool | None = None
    """本人拒绝陈述: Whether the cadre declined."""
    workRecordRef: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """工作记录编号: Reference of the work record."""
    decisionOn: Day | None = None
    """认定日期: Day of the determination."""
    noticeForm: Literal["WRITTEN", "ORAL", "ELECTRONIC"] | None = None
    """通知形式: Form of the notice to the unit."""
    unitNotifiedOn: Day | None = None
    """派出单位收到通知日期: Day the unit received the notice."""
    cadreNotifiedOn: Day | None = None
    """本人收到通知日期: Day the cadre received the notice."""
    recalledToUnitOn: Day | None = None
    """请回单位日期: Day the cadre was brought back to the unit."""
    talkOn: Day | None = None
    """组织谈话日期: Day of the talk."""
    talkByRole: Literal["PRINCIPAL_LEADER", "DEPUTY_IN_CHARGE", "OTHER_LEADER"] | None = None
    """谈话人角色: Role of the leader who talked."""
    talkRecordRef: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """谈话记录编号: Reference of the record of the talk."""
    attitudeChanged: bool | None = None
    """思想认识转变: Whether the attitude changed."""
    willing: bool | None = None
    """愿意继续驻村: Whether willing to go on."""
    unitOpinionOn: Day | None = None
    """单位意见日期: Day of the unit's opinion."""
    consentOn: Day | None = None
    """同意日期: Day of consent."""
    consentBy: Annotated[list[RectificationCaseConsentBy], Field(min_length=1, max_length=1000)] | None = None
    """同意机构: Bodies that consented."""
    returnedOn: Day | None = None
    """重新派回日期: Day of return to the village."""
    noChangeConcludedOn: Day | None = None
    """认定无明显转变日期: Day the unit recorded no clear change."""
    replacementSelectedOn: Day | None = None
    """另行选派日期: Day another cadre was selected."""
    replacementPostingId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """接替派驻: Posting of the replacement."""
    outcome: Literal["RETURN", "REPLACE", "ORGANISATIONAL_HANDLING", "TRANSFERRED", "NOT_ESTABLISHED"] | None = None
    """结果: Outcome."""
    appealFiledOn: Day | None = None
    """申请复核日期: Day of the appeal."""
    appealAddressee: RectificationCaseAppealAddressee | None = None
    """复核受理机构: Body appealed to."""
    appealRepliedOn: Day | None = None
    """复核答复日期: Day of the reply."""
    appealOutcome: Literal["UPHELD", "REVOKED", "CHANGED"] | None = None
    """复核结果: Outcome of the appeal."""
    ledgerRef: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """工作台账编号: Reference of the ledger."""
    followUpDates: Annotated[list[Day], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """跟踪考察日期: Days of follow-up."""
    usedFor: Annotated[list[Literal["MERIT_SELECTION", "COMMENDATION", "PROMOTION", "RANK_ADVANCEMENT", "PROFESSIONAL_TITLE", "ANNUAL_ASSESSMENT", "POST_CHANGE", "ROTATION_EXCHANGE", "APPOINTMENT", "LEADER_PERFORMANCE"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """结果运用: Uses of the case."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class SupportTransfers(_Record):
    """SupportTransfers: SupportTransfers."""

    from_: Literal["10", "20", "40", "50", "60"] = Field(alias='from')
    """拨出层级: Level that pays."""
    to: Literal["10", "20", "40", "50", "60"]
    """拨入层级: Level that receives."""
    date: Day
    """日期: Date."""


class Support(_Record):
    """保障: One allowance, fund, insurance or bonus."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    kind: Literal["LIVING_ALLOWANCE", "COMMS_ALLOWANCE", "TRAVEL_ROUNDTRIP", "FUEL", "OTHER_PUBLIC_TRANSPORT", "TRAVEL_ALLOWANCE", "HARDSHIP_AREA_ALLOWANCE", "BOARD_LODGING", "WORK_FUND", "ACCIDENT_INSURANCE", "CRITICAL_ILLNESS_INSURANCE", "MEDICAL", "UNUSED_LEAVE_PAY", "PENSION_FOR_DEPENDANTS", "WORK_INJURY_BENEFIT", "SOLATIUM", "PERFORMANCE_BONUS", "TRAINING_COST", "PROJECT_FUND", "EQUIPMENT", "MEAL_ALLOWANCE", "WORK_ALLOWANCE", "LODGING"]
    """保障类别: Kind."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """驻村干部: Cadre."""
    teamId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """工作队: Team."""
    villageId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """村: Village."""
    beneficiary: Literal["FIRST_SECRETARY", "TEAM"] | None = None
    """经费对象: Beneficiary of a fund."""
    month: Annotated[str, Field(pattern='^[0-9]{4}-(0[1-9]|1[0-2])$')] | None = None
    """月份: Month concerned."""
    year: Annotated[int, BeforeValidator(_whole), Field(ge=1949, le=2100)] | None = None
    """年度: Year concerned."""
    startDate: Day | None = None
    """保障起始日期: First day of cover."""
    endDate: Day | None = None
    """保障终止日期: Last day of cover."""
    days: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """计发天数: Days paid for."""
    amountFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """金额（分）: Amount in fen."""
    sumInsuredFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """保额（分）: Sum insured in fen."""
    tripCount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """往返次数: Round trips reimbursed."""
    tripDays: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=400)] | None = None
    """往返天数: Days of travel between village and unit."""
    unitCar: bool | None = None
    """使用公车: Whether the unit's car was used."""
    twoTripFareFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """两次往返费用（分）: Fare of two round trips in fen."""
    baseFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """计发基数（分）: Base in fen: the full bonus, or the standard prize."""
    deductedFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """扣发金额（分）: Amount withheld in fen."""
    increaseFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """较未评优增加额（分）: Increase over the year because of the grade, in fen."""
    provinceShareFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """省级分担（分）: Province's share of the base in fen."""
    prefectureShareFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """市级分担（分）: City's share of the base in fen."""
    countyShareFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """县级分担（分）: County's share of the base in fen."""
    countyExtraFen: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """县级增加（分）: What the county adds on top, in fen."""
    holder: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """管理机构: Body that holds the fund."""
    transfers: Annotated[list[SupportTransfers], Field(min_length=1, max_length=1000)] | None = None
    """拨付: Transfers of the fund."""
    payer: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """支付机构: Body that pays."""
    provider: Annotated[list[Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """提供机构: Bodies that provide in kind."""
    source: Literal["OPERATING_BUDGET", "ANNUAL_BUDGET", "FISCAL", "OTHER"] | None = None
    """经费来源: Source of the money."""
    rateBasis: Literal["FIXED_RATE", "TRAVEL_MEAL_ALLOWANCE", "TRAVEL_RULES_AND_PUBLIC_FARE", "DISTANCE_TIER", "LOCAL_AREA_ALLOWANCE", "PREFECTURE_FIRST_PRIZE", "ACTUAL_COST"] | None = None
    """标准依据: Basis of the rate."""
    tier: Annotated[str, Field(pattern='^[0-9A-Za-z-]{1,20}$')] | None = None
    """档次: Distance band."""
    activityId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """相关事件: Incident concerned."""
    entitledDays: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """应休天数: Days of annual leave due."""
    takenDays: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """已休天数: Days of annual leave taken."""
    workNeed: bool | None = None
    """因工作需要未休: Whether not taken because of work."""
    madeUpNextYear: bool | None = None
    """次年已补休: Whether made up in the next year."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


class Measure(_Record):
    """措施: Recall, discipline, accountability, commendation, promotion and other measures."""

    id: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')]
    """标识: Opaque id."""
    kind: Literal["RECALL", "ADJUSTMENT", "CRITICISM_EDUCATION", "CIRCULATED_CRITICISM", "ORDER_TO_RECTIFY", "INTERVIEW", "ADMONITION_TALK", "SANCTION", "HANDLING", "TARGET_DEDUCTION", "ACCOUNTABILITY", "TRANSFER", "COMMENDATION", "MERIT_SELECTION", "PROMOTION", "RANK_ADVANCEMENT", "DEVELOPMENT_PLAN", "EXAM_BONUS_POINTS", "PRIORITY", "EXCEPTIONAL_PROMOTION", "RESIGNATION", "SELF_CRITICISM", "REMINDER", "YELLOW_WARNING", "RED_WARNING", "ALLOWANCE_WITHHELD", "MERIT_CANCELLED"]
    """措施类别: Kind."""
    date: Day
    """日期: Day of the measure."""
    cadreId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """驻村干部: Cadre it concerns."""
    organizationId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """机构: Organization it concerns."""
    grounds: Annotated[list[Literal["INCOMPETENT", "NOT_QUALIFIED", "ADVERSE_CONSEQUENCE", "ABILITY_UNSUITED", "FAMILY_HARDSHIP", "HEALTH", "LEAVE_OVER_LIMIT", "ASSESSMENT_GRADE", "SANCTIONED", "NOT_DETACHED", "DAYS_SHORT", "POOR_EFFECT", "DISOBEYS_LOCAL", "CARELESS", "POOR_PERFORMANCE", "LITTLE_EFFECT", "LOW_SATISFACTION", "TASK_NOT_COMPLETED", "LAX_SCREENING", "WEAK_FOLLOW_UP", "WEAK_SUPPORT", "BENEFITS_NOT_DELIVERED", "COVER_UP", "WEAK_SUPERVISION", "UNAPPROVED_ABSENCE", "RECTIFIED", "MISCONDUCT", "OUTSTANDING", "OFF_POST_FOUND", "INDICATOR_LOW", "NO_CLEAR_CHANGE", "WARNED", "OTHER"]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """事由: Grounds."""
    level: Literal["10", "20", "40", "50", "60"] | None = None
    """层级: Level of the measure, GB/T 12404."""
    by: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """决定机构: Body that takes the measure."""
    byLevel: Literal["10", "20", "40", "50", "60"] | None = None
    """决定机构层级: Level of that body."""
    orderedTo: Literal["DISPATCHING_UNIT", "UNIT_PERSONNEL_DEPT", "UNIT_PARTY_COMMITTEE", "PARTY_COMMITTEE", "GOVERNMENT", "PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT", "HUMAN_RESOURCES_DEPT", "POLITICAL_LEGAL_DEPT", "EDUCATION_DEPT", "SCIENCE_DEPT", "CIVIL_AFFAIRS_DEPT", "NATURAL_RESOURCES_DEPT", "ENVIRONMENT_DEPT", "HOUSING_DEPT", "TRANSPORT_DEPT", "WATER_DEPT", "COMMERCE_DEPT", "CULTURE_TOURISM_DEPT", "HEALTH_DEPT", "AUDIT_DEPT", "FUNCTIONAL_DEPT", "POLICY_RESEARCH_OFFICE", "MANAGEMENT_OFFICE", "TASK_FORCE", "LEADING_GROUP", "COORDINATION_GROUP", "WORK_COMMITTEE", "TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "VILLAGE_COMMITTEES", "VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS", "LIVING_IN_TEAM", "JUDICIAL_BODY", "TEAM", "CADRE", "HOUSEHOLD", "PARTY_SCHOOL", "RESEARCH_INSTITUTE", "OTHER"] | None = None
    """责令对象: Body ordered to act."""
    targetRole: Literal["PRINCIPAL_LEADER", "DEPUTY_IN_CHARGE", "OTHER_LEADER"] | None = None
    """对象角色: Role of the leader concerned."""
    dueDate: Day | None = None
    """整改期限: Day by which to rectify."""
    year: Annotated[int, BeforeValidator(_whole), Field(ge=1949, le=2100)] | None = None
    """年度: Year concerned."""
    month: Annotated[str, Field(pattern='^[0-9]{4}-(0[1-9]|1[0-2])$')] | None = None
    """月份: Month concerned."""
    round: Annotated[str, Field(pattern='^[0-9A-Za-z-]{1,20}$')] | None = None
    """批次: Round of dispatch."""
    caseId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """相关整改: Rectification case concerned."""
    assessmentId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """相关考核: Assessment concerned."""
    leaveId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """相关请假: Leave concerned."""
    measureId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """相关措施: Measure that this one follows."""
    activityId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """所依督查: Inspection or other activity that the measure follows."""
    replacementPostingId: Annotated[str, Field(pattern='^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$')] | None = None
    """接替派驻: Posting of the replacement."""
    pointsDeducted: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=9007199254740991)] | None = None
    """扣分（百分之一分）: Points deducted, in hundredths."""
    intent: Literal["INTENTIONAL", "NON_INTENTIONAL"] | None = None
    """主观状态: Intent."""
    mitigation: Literal["MITIGATED", "EXEMPTED", "NONE"] | None = None
    """从轻与免责: Mitigation."""
    reason: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """不予从轻的理由编号: Reference of the reason why not mitigated."""
    accountabilityOutcome: Annotated[str, Field(pattern='^(NONE_FOUND|PERSONS_HELD|PENDING)$')] | None = None
    """责任追究结果: Outcome of the accountability check."""
    honour: Literal["NATIONAL_POVERTY_ALLEVIATION_INDIVIDUAL", "NATIONAL_ETHNIC_UNITY_INDIVIDUAL", "OTHER"] | None = None
    """荣誉称号: Honour."""
    redacted: Annotated[list[Annotated[str, Field(pattern='^[a-z][A-Za-z0-9]*$')]], Field(min_length=1, max_length=1000), AfterValidator(_unique)] | None = None
    """已遮蔽字段: Names of fields whose values were blacked out; such a field is absent."""
    ext: Annotated[dict[str, dict[str, Any]], Field(max_length=20)] | None = None
    """扩展: The one open door: objects keyed by the code of their owner. What the batch's profile declares under its code is checked, whatever stands under other codes is not looked at; it may be personal."""


#: Record type → model.
MODELS: dict[str, type[_Record]] = {"organization": Organization, "village": Village, "cadre": Cadre, "team": Team, "posting": Posting, "leave": Leave, "attendance": Attendance, "activity": Activity, "assessment": Assessment, "rectificationCase": RectificationCase, "support": Support, "measure": Measure}

<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
 <renderer-v2 type="categorizedSymbol" attr="level" symbollevels="1" enableorderby="0">
  <categories>
   <category value="0" symbol="0" label="未评估 Not assessed" render="true"/>
   <category value="4" symbol="1" label="低风险 Low risk" render="true"/>
   <category value="3" symbol="2" label="一般风险 General risk" render="true"/>
   <category value="2" symbol="3" label="较大风险 Considerable risk" render="true"/>
   <category value="1" symbol="4" label="重大风险 Major risk" render="true"/>
  </categories>
  <symbols>
   <symbol type="marker" name="0" alpha="1">
    <layer class="SimpleMarker" enabled="1" pass="0"><Option type="Map">
     <Option type="QString" name="name" value="circle"/>
     <Option type="QString" name="color" value="255,255,255,255"/>
     <Option type="QString" name="outline_color" value="90,106,130,255"/>
     <Option type="QString" name="outline_width" value="0.2"/>
     <Option type="QString" name="size" value="1.8"/>
     <Option type="QString" name="size_unit" value="MM"/>
    </Option></layer>
   </symbol>
   <symbol type="marker" name="1" alpha="1">
    <layer class="SimpleMarker" enabled="1" pass="1"><Option type="Map">
     <Option type="QString" name="name" value="circle"/>
     <Option type="QString" name="color" value="47,125,240,255"/>
     <Option type="QString" name="outline_color" value="12,63,148,255"/>
     <Option type="QString" name="outline_width" value="0.2"/>
     <Option type="QString" name="size" value="1.8"/>
     <Option type="QString" name="size_unit" value="MM"/>
    </Option></layer>
   </symbol>
   <symbol type="marker" name="2" alpha="1">
    <layer class="SimpleMarker" enabled="1" pass="2"><Option type="Map">
     <Option type="QString" name="name" value="square"/>
     <Option type="QString" name="color" value="245,197,24,255"/>
     <Option type="QString" name="outline_color" value="107,80,0,255"/>
     <Option type="QString" name="outline_width" value="0.2"/>
     <Option type="QString" name="size" value="2.2"/>
     <Option type="QString" name="size_unit" value="MM"/>
    </Option></layer>
   </symbol>
   <symbol type="marker" name="3" alpha="1">
    <layer class="SimpleMarker" enabled="1" pass="3"><Option type="Map">
     <Option type="QString" name="name" value="diamond"/>
     <Option type="QString" name="color" value="245,130,32,255"/>
     <Option type="QString" name="outline_color" value="138,61,0,255"/>
     <Option type="QString" name="outline_width" value="0.2"/>
     <Option type="QString" name="size" value="2.8"/>
     <Option type="QString" name="size_unit" value="MM"/>
    </Option></layer>
   </symbol>
   <symbol type="marker" name="4" alpha="1">
    <layer class="SimpleMarker" enabled="1" pass="4"><Option type="Map">
     <Option type="QString" name="name" value="triangle"/>
     <Option type="QString" name="color" value="229,56,59,255"/>
     <Option type="QString" name="outline_color" value="143,13,20,255"/>
     <Option type="QString" name="outline_width" value="0.2"/>
     <Option type="QString" name="size" value="3.4"/>
     <Option type="QString" name="size_unit" value="MM"/>
    </Option></layer>
   </symbol>
  </symbols>
 </renderer-v2>
</qgis>

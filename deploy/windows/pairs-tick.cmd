rem Registers a task that does what is due every five minutes while the machine is on.
rem Run it once, in the workspace folder, as the user who runs pairs.
schtasks /Create /F /TN "pairs tick" /SC MINUTE /MO 5 /TR "cmd /c cd /d \"%CD%\" && pairs tick 2>>tick.log"

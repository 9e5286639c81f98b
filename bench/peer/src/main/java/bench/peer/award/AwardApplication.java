package bench.peer.award;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** From POST award to the counted sticker, in Spring Integration. */
@SpringBootApplication
public class AwardApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(AwardApplication.class, arguments);
    }
}

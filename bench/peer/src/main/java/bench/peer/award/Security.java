package bench.peer.award;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Bearer tokens, and a page that says that the application is up. */
@Configuration
class Security {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable()).sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/health").permitAll().anyRequest().hasRole("admin"))
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults())).build();
    }

    @RestController
    static class Health {

        @GetMapping("/health")
        String health() {
            return "ready";
        }
    }
}
